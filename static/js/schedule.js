// How long a step takes against its minutes, and the day against the plan. A [data-minutes] says what was planned:
//   data-step-since      when the place came to this step
//   data-day-since       when it left the welcome
//   data-minutes-before  what the plan gives to the steps between these two
(() => {
  const MINUTE = 60_000;

  function setText(element, words) {
    if (element.textContent !== words) element.textContent = words;
  }

  function inWords(late) {
    const minutes = Math.round(Math.abs(late) / MINUTE);
    if (minutes === 0) return "· de dag loopt op schema";
    return `· de dag loopt ${minutes} min ${late > 0 ? "achter" : "voor"}`;
  }

  function show() {
    for (const schedule of document.querySelectorAll("[data-minutes]")) {
      const { stepSince, daySince, minutes, minutesBefore } = schedule.dataset;
      const planned = Number(minutes) * MINUTE;
      const since = Date.parse(stepSince);
      const spent = Math.max(0, pmg.now() - since);
      const seconds = Math.floor(spent / 1000);
      const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      setText(schedule.querySelector(".schedule__step"), stepSince ? `${clock} van ${minutes} min` : `${minutes} min gepland`);
      schedule.toggleAttribute("data-over", Boolean(stepSince) && spent > planned);
      const late = since - Date.parse(daySince) - Number(minutesBefore) * MINUTE + Math.max(0, spent - planned);
      setText(schedule.querySelector(".schedule__day"), daySince && stepSince ? inWords(late) : "");
    }
  }

  document.addEventListener("pmg:updated", show);
  document.addEventListener("htmx:after:swap", show);
  setInterval(show, 1000);
  show();
})();

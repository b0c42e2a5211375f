// What a reader unfolded stays unfolded when the agenda is brought up to date.
htmx.config.morphIgnore.push("open");

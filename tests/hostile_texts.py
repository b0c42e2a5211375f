"""Texts that must come out of every page and file as the text they are."""

HOSTILE_TEXTS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><svg onload=alert(1)>",
    '\'><iframe srcdoc="<script>alert(1)</script>">',
    '<a href="javascript:alert(1)" hx-get="/kwaad/">klik</a>',
    "{{ 7|add:7 }} {% now 'Y' %}",
    "<!-- --><style>*{display:none}</style>",
]
FORMULAS = ['=HYPERLINK("http://kwaad.test";"klik")', "+1+1", "-2", "@SUM(A1)", "  =1+1"]

"""Which buttons a request and its lines have for whom, by where it stands: written from need, not from the code."""

from tracker.cases.extractions.rules import RequestStatus

# Where buttons stand, and for whom there is something to see.
PAGES = {"/extractions/{}": ("lan", "minh", "tuan", "thuy"), "/": ("lan", "minh", "thuy")}
REQUEST, HOME = PAGES

LINE_ANSWERS = [(page, "lan", name) for page in (REQUEST, HOME) for name in ("preserve", "extend", "unavailable")]
COPIES = [(page, "lan", name) for page in (REQUEST, HOME) for name in ("extract", "hand-over")]
PRESSED: dict[RequestStatus, set[tuple[str, str, str]]] = {
    RequestStatus.DRAFT: {*((REQUEST, "minh", name) for name in ("file", "edit", "withdraw", "void", "remove"))},
    RequestStatus.FILED: {
        *((REQUEST, "minh", name) for name in ("withdraw", "take-back", "void")),
        *((REQUEST, "thuy", name) for name in ("approve", "refuse", "take-back", "void")),
        *LINE_ANSWERS,
    },
    RequestStatus.APPROVED: {
        *((REQUEST, "minh", name) for name in ("withdraw", "void")),
        *((REQUEST, "thuy", name) for name in ("take-back", "void")),
        *(*LINE_ANSWERS, *COPIES),
    },
    RequestStatus.REFUSED: {
        *((REQUEST, who, "ask-again") for who in ("minh", "tuan")),
        *((REQUEST, "minh", "void"), (REQUEST, "thuy", "take-back"), (REQUEST, "thuy", "void")),
    },
    RequestStatus.ANSWERED: {
        *((REQUEST, "minh", name) for name in ("close", "void")),
        *((REQUEST, "thuy", name) for name in ("take-back", "void")),
    },
    RequestStatus.CLOSED: {
        *((REQUEST, "minh", name) for name in ("reopen", "take-back", "void")),
        *((REQUEST, "thuy", name) for name in ("take-back", "void")),
    },
    RequestStatus.WITHDRAWN: {
        *((REQUEST, who, "ask-again") for who in ("minh", "tuan")),
        *((REQUEST, who, name) for who in ("minh", "thuy") for name in ("take-back", "void")),
    },
}

"""Pages and JSON are compressed on their way, unless another site made the browser ask for them.

Who watches a line sees how long an answer is. Who can also make somebody's browser ask, again and again, with words
that the answer repeats, learns from the lengths of compressed answers what else stands in it (BREACH): a CSRF token, a
name, a phone number. Masking the token would save the token only. Browsers say which site asks: what another asks for
goes out as it is.
"""

from flask import Flask, Response, request
from flask_compress import Compress

from tracker.web import request as web

OURSELVES = ("same-origin", "none")  # a link or a script of our own; an address that somebody typed or had kept


def install(app: Flask) -> None:
    """Compress what may be compressed, after everything else was done to it."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_MIMETYPES=["text/html", "application/json"],
        COMPRESS_ALGORITHM=["zstd", "br", "gzip"],
        COMPRESS_STREAMS=False,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,
    )
    compress = Compress(app)

    def compressed(answer: Response) -> Response:
        return compress.after_request(answer) if may_compress(answer) else answer

    app.after_request(compressed)


def may_compress(answer: Response) -> bool:
    """Not what another site asks for; nor what has a strong ETag, which If-Match repeats and which names its bytes."""
    tag, weak = answer.get_etag()
    return (tag is None or bool(weak)) and not asked_by_another_site()


def asked_by_another_site() -> bool:
    """Whether it may have been another site that made this browser ask.

    Without a cookie nothing of anybody's is in the answer. Over HTTPS browsers say who asks, except some older than
    2023; over plain HTTP they do not, and who watches that line reads everything anyway.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if not request.cookies or site in OURSELVES:
        return False
    return site is not None or web.config().cookie_secure

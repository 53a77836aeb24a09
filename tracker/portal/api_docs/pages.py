"""Browsable documentation of the JSON API."""

from flask import Blueprint, render_template

from tracker.core.permissions import Can
from tracker.web.request import needs

pages = Blueprint("api_docs", __name__)


@pages.get("/api-docs")
@needs(Can.ENTER)
def index() -> str:
    """Swagger UI over /api/v1/openapi.json; nothing is loaded from elsewhere."""
    return render_template("api_docs/index.html")

"""A bare Flask app: a greeting, and a table of 50 rows that nobody had to look up, its template compiled once."""

from flask import Flask

TABLE = """<!doctype html><title>t</title><table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>
{% endfor %}</tr>{% endfor %}</table>"""
ROWS = [[f"CAM-{n:06d}", "Ngã tư Nguyễn Trãi", "Phường Hạc Thành", "Hoạt động", "90°"] for n in range(50)]

app = Flask(__name__)
template = app.jinja_env.from_string(TABLE)
app.add_url_rule("/hello", "hello", lambda: "hello")
app.add_url_rule("/table", "table", lambda: template.render(rows=ROWS))

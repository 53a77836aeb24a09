"""Names that say nothing of what they hold, and what to say instead. No function of the app binds one.

A word stands here where only the right-hand side tells what it holds. Attributes, columns, JSON names and functions are
not asked: they stand beside what they belong to.
"""

import ast

FAMILIES = {
    "found got met looked": "what was found: camera, row, match, fault, angle",
    "made done begun began drawn": "what was made: edit, document, out, path; how many: written_count",
    "kept held left rest": "what is kept: password_hash, stored_note, days_kept; what is left: time_left, unplaced",
    "wanted asked sought": "what is looked for: criteria, query, filter_args, codes, ids_by_part",
    "told said given named chosen known seen shown noted meant listed counted written": (
        "what was said: message, text, details, report, options; what is known: names_by_id, points; or statement"
    ),
    "at here there when where over off into": "of what kind: moment, position, index, row_number, point, condition",
    "one other others another same alike some few many those this that it its": "row, item, first_name and second_name",
    "ours theirs mine own": "whose: of_camera, own_network, recorder_fault; or conditions",
    "what which who whose whom how why way ways": "kind, condition, user, args, reason, spelling",
    "more again also but already": "columns, further_ids, except_id, existing",
    "gone taken put went was has may going coming stood stands struck hung": "removed_ids, is_used, former_versions",
    "whole plain bare exact strange wrong": "duration, printable, degrees, place_doubt, messages",
    "eye eyes walk head heads": "the word of the trade: camera, camera_count, inspection_round, sample",
}
INSTEAD = {word: instead for words, instead in FAMILIES.items() for word in words.split()}
LETTERS = set("xyzq_")  # coordinates, a map's zoom, the words searched for, what nobody needs


def vague_names(source: str) -> list[str]:
    """Line, name and advice for each local name that says nothing. In a comprehension a single letter may stand."""
    tree = ast.parse(source)
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    inside = {node for function in functions for node in ast.walk(function)}
    targets = (node.target for node in inside if isinstance(node, ast.comprehension))
    brief = {name for target in targets for name in ast.walk(target)}
    names = {(node.lineno, name, node in brief) for node in inside if (name := _bound(node))}
    return [
        f"{line} {name}: {_advice(name, in_brief)}" for line, name, in_brief in sorted(names) if _advice(name, in_brief)
    ]


def _bound(node: ast.AST) -> str:
    """The name that a node binds; empty where it binds none."""
    if isinstance(node, ast.arg):
        return node.arg
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return node.id
    return node.name or "" if isinstance(node, ast.ExceptHandler) else ""


def _advice(name: str, in_brief: bool) -> str:
    """What to say instead of a name; empty where it is good enough."""
    if len(name) == 1 and name not in LETTERS and not in_brief:
        return "a word, not a letter"
    return INSTEAD.get(name, "")

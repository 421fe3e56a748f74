"""What was said on a document's page is changed by who said it, and what comes too late is not lost."""

import re

import pytest
from test_console_documents import LONG, Writer, body_of


@pytest.fixture
def writer(stack) -> Writer:
    return Writer(stack)


def test_a_comment_is_changed_by_its_author_alone(writer, stack):
    document = writer.write()
    comments = document + "/comments"
    said = writer.send(writer.visit(document), comments, body="Frist <b>")
    place = said.headers["Location"]
    comment = re.fullmatch(re.escape(document) + "#c-(.+)", place).group(1)
    path = f"{comments}/{comment}/edit"
    form = writer.visit(path)
    assert body_of(form) == "Frist <b>"
    assert writer.send(form, path, body="First").headers["Location"] == place
    page = writer.visit(document).plain.decode()
    assert "Your comment is changed." in page and "First</p>" in page and "Frist" not in page
    other = Writer(stack)
    assert other.visit(path).status == 404
    assert other.post_form(path, form_token=other.proof, body="Forged").status == 404
    assert writer.post_form(path, body="Forged").status == 403
    assert "Forged" not in writer.visit(document).plain.decode()


def test_a_text_for_a_deleted_document_is_shown_to_be_copied(writer):
    document = writer.write()
    editor = writer.visit(document + "/edit")
    deleted = writer.send(writer.visit(document + "/delete"), document + "/delete")
    assert deleted.status == 303
    for step in ("save", "preview"):
        late = writer.send(editor, document + "/edit", title="Kept <title>", body=LONG, step=step)
        page = late.plain.decode()
        assert late.status == 404 and "There is no such document" in page
        assert "Kept &lt;title&gt;" in page and "línea\nlínea\n" in page.replace("\r", "")

-- What guests of one link may gather is bounded by itself, and so it is counted by itself.
ALTER TABLE document_comments ADD KEY document_comments_by_link (link_id);

-- A title is a word that was written: reports don't see it. Its grant stays with its name.
CREATE OR REPLACE VIEW report_documents AS
SELECT id, workspace_id, created_by, version, comments, created_at, updated_at, deleted_at
FROM documents;

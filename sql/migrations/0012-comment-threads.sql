-- Comments in the order in which a page shows them: each thread with its answers behind it.

ALTER TABLE document_comments
  -- The comment that a thread begins with: what an answer answers, or the comment itself.
  ADD COLUMN thread_id UUID AS (COALESCE(parent_id, id)) PERSISTENT AFTER parent_id,
  ADD KEY document_comments_by_thread (document_id, thread_id, id);

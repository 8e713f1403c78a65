-- Whoever looks inside reads the newest jobs first, a page at a time.
create index job_age on job (created_at, file_id);

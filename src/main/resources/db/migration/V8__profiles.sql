-- By which profile a video is processed; a node of the release before, which knows none, makes jobs of this one.
alter table job add column profile varchar(64) default 'web' not null;
alter table resumable_upload add column profile varchar(64) default 'web' not null;

-- A free slot looks for the most urgent job of each profile that its worker can serve, and reads no others.
create index job_profile_queue on job (state, profile, priority desc, created_at, file_id);

-- What a worker tells of an attempt: the version of its ffmpeg, and each run of it as JSON.
alter table attempt add column ffmpeg_version varchar(255);
alter table attempt add column runs varchar(1000000);

-- When its author last gave the message another text. Gone with the text: a tombstone does not tell.
alter table message add column edited_at timestamptz;

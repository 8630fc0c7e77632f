-- Where traces are on, the trace of the fact: random numbers, by which the notification goes on with it.
alter table outbox add column traceparent text;

#!/bin/sh
# Run once, by the image of PostgreSQL, when the data directory is empty.
set -eu
psql --username "$POSTGRES_USER" --dbname postgres -v ON_ERROR_STOP=1 \
  -v owner="$OWNER_USERNAME" -v owner_password="$OWNER_PASSWORD" \
  -v application="$APPLICATION_USERNAME" -v application_password="$APPLICATION_PASSWORD" <<'SQL'
create role :"owner" login password :'owner_password';
create role :"application" login password :'application_password';
create database rapport owner :"owner";
SQL

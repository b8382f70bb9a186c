#!/bin/sh
# Replaces n8n's database with a dump of backup.sh: sh restore.sh FILE
# Stop every n8n process first. Connects as the PG... variables say.
set -eu
file=$1

# Nothing is removed for a file that cannot be read.
pg_restore --list "$file" >/dev/null

# Not --clean: it would leave the tables that a newer n8n has added.
psql --quiet --set=ON_ERROR_STOP=1 --command='DROP SCHEMA IF EXISTS public CASCADE' --command='CREATE SCHEMA public'
pg_restore --exit-on-error --no-owner --dbname="$PGDATABASE" "$file"

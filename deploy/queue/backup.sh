#!/bin/sh
# Dumps n8n's database while n8n runs, and removes old dumps: sh backup.sh FOLDER
# Connects as the PG... variables say (PGHOST, PGUSER, PGPASSWORD, PGDATABASE).
set -eu
folder=$1
file="$folder/n8n-$(date -u +%Y%m%dT%H%M%SZ).dump"

# A dump has its name only once it is complete and can be read.
pg_dump --format=custom --file="$file.part"
pg_restore --list "$file.part" >/dev/null
mv "$file.part" "$file"

find "$folder" -name 'n8n-*.dump*' -mtime "+${BACKUP_KEEP_DAYS:-14}" -delete
echo "$file"

#!/bin/sh
# Replaces n8n's database with a dump of backup.sh: sh restore.sh FILE
# Stop every n8n process first. Connects as the PG... variables say.
set -eu

end() { # SENTENCE CODE
	echo "$1" >&2
	exit "$2"
}

[ $# -eq 1 ] || end 'Usage: sh restore.sh FILE' 2
[ -n "${PGDATABASE:-}" ] || end 'Set PGDATABASE to the database to replace. Nothing was changed.' 2
file=$1

# Nothing is removed for a file that cannot be restored. Reads it all: --list would only read the table of contents.
pg_restore --file=/dev/null "$file" || end "$file cannot be read. Nothing was changed." 1
contents=$(pg_restore --list "$file")
for table in execution_entity credentials_entity workflow_entity; do
	case $contents in
	*" TABLE DATA public $table "*) ;;
	*) end "$file is not a backup of n8n: it has no table $table. Nothing was changed." 1 ;;
	esac
done

# Not --clean: it would leave the tables that a newer n8n has added.
# One transaction, which is only committed once the whole dump has arrived: until then, the old tables are there.
restored=$(
	{
		echo 'BEGIN; SET LOCAL client_min_messages = warning;'
		echo 'DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;'
		pg_restore --no-owner --file=- "$file" &&
			printf '%s\n' 'COMMIT;' '\echo restored'
	} | psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --output=/dev/null
) || true
[ "$restored" = restored ] || end "$file could not be restored. Nothing was changed." 1
echo "Restored the database $PGDATABASE from $file."

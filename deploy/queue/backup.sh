#!/bin/sh
# Dumps n8n's database while n8n runs, and removes old dumps: sh backup.sh FOLDER
# Connects as the PG... variables say (PGHOST, PGUSER, PGPASSWORD, PGDATABASE).
set -eu

end() { # SENTENCE CODE
	echo "$1" >&2
	exit "$2"
}

# Never removes the newest dump.
remove_old_dumps() {
	newest=$(find "$folder" -maxdepth 1 -name 'n8n-*.dump' -exec ls -t {} + | head -n 1)
	find "$folder" -maxdepth 1 -name 'n8n-*.dump' ! -name "${newest##*/}" -mtime "+$keep_days" -exec rm -f {} +
}

[ $# -eq 1 ] || end 'Usage: sh backup.sh FOLDER' 2
folder=$1
keep_days=${BACKUP_KEEP_DAYS:-14}
case $keep_days in
0* | *[!0-9]* | ??????*)
	end "BACKUP_KEEP_DAYS must be a whole number of days from 1 to 99999, but is \"$keep_days\"." 2
	;;
esac
[ -d "$folder" ] || end "The folder $folder does not exist." 1

# Before the dump is made, because it needs the room.
rm -f "$folder"/n8n-*.dump.part
remove_old_dumps

# A dump has its name only once it is complete and can be read.
file="$folder/n8n-$(date -u +%Y%m%dT%H%M%SZ).dump"
trap 'rm -f "$file.part"' EXIT
pg_dump --format=custom --file="$file.part" || end "The database was not backed up." 1
# Reads it all: --list would only read the table of contents.
pg_restore --file=/dev/null "$file.part" || end "The dump cannot be read, and was removed." 1
contents=$(pg_restore --list "$file.part")
for table in execution_entity credentials_entity workflow_entity; do
	case $contents in
	*" TABLE DATA public $table "*) ;;
	*) end "The database was not backed up: it has no table $table." 1 ;;
	esac
done
mv "$file.part" "$file"

remove_old_dumps
echo "$file"

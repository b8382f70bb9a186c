import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own for one system, small enough to be filled. Linux and root only. */
export interface SmallDisk {
	/** Mounted here. */
	path: string;
	/** Free space in bytes. */
	free: () => number;
	/** Fills it with one file, except for so many bytes. */
	fillUp: (leaving: number) => void;
	/** Removes that file. */
	makeRoom: () => void;
	/** Unmounts it. Must be called after everything on it has ended. */
	remove: () => void;
}

const MEGABYTE = 1024 * 1024;

/**
 * Makes an ext4 file system in a file and mounts it.
 * @throws Error where this is not allowed
 */
export function smallDisk(megabytes: number): SmallDisk {
	const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
	const path = join(folder, 'disk');
	const image = join(folder, 'image');
	const ballast = join(path, 'ballast');
	const run = (file: string, ...args: string[]) => execFileSync(file, args, { stdio: 'pipe' });
	const free = () => {
		const { bavail, bsize } = statfsSync(path);
		return bavail * bsize;
	};
	try {
		mkdirSync(path);
		writeFileSync(image, '');
		run('truncate', '--size', `${megabytes}M`, image);
		// By default, ext4 keeps 5 % for root, and this runs as root.
		run('mkfs.ext4', '-q', '-m', '0', image);
		run('mount', '-o', 'loop', image, path);
	} catch (error) {
		rmSync(folder, { recursive: true, force: true });
		throw error;
	}
	// PostgreSQL runs as another account.
	for (const one of [folder, path]) chmodSync(one, 0o755);
	return {
		path,
		free,
		fillUp: (leaving) => {
			const size = Math.floor((free() - leaving) / MEGABYTE);
			if (size > 0) run('fallocate', '--length', `${size}M`, ballast);
		},
		makeRoom: () => rmSync(ballast, { force: true }),
		remove: () => {
			run('umount', path);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

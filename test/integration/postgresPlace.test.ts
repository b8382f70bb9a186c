import { isRoot, postgresInPrivateFolder } from './unreachable.mts';

const reason = isRoot ? '' : ' (left out: only root has to run it under another account)';

(isRoot ? test : test.skip)(
	`PostgreSQL runs as another account than root, also where only root can reach the checkout${reason}`,
	() => {
		const { uid, version, writes, sameAgain } = postgresInPrivateFolder();
		expect(uid).toBeGreaterThan(0);
		expect(version).toMatch(/^postgres \(PostgreSQL\) \d+/);
		expect({ writes, sameAgain }).toEqual({ writes: true, sameAgain: true });
	},
	30_000,
);

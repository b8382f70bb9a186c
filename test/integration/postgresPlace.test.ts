import { isRoot, postgresInPrivateFolder } from './unreachable.mts';

const reason = isRoot ? '' : ' (left out: only root has to run it under another account)';

(isRoot ? test : test.skip).each([
	['the checkout', false],
	['the checkout and the temporary files', true],
])(
	`PostgreSQL runs as another account than root, also where only root can reach %s${reason}`,
	(_, privateTemporary) => {
		const { uid, version, ...found } = postgresInPrivateFolder(privateTemporary);
		expect(uid).toBeGreaterThan(0);
		expect(version).toMatch(/^postgres \(PostgreSQL\) \d+/);
		expect(found).toEqual({ writes: true, sameAgain: true, left: [] });
	},
);

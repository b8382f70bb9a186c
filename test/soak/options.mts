import { Command, InvalidArgumentError, Option } from 'commander';

export interface SoakOptions {
	minutes: number;
	rate: number;
	system: 'single' | 'cluster';
	/** Built-in nodes only, to tell n8n's own growth from ours. */
	builtIn?: boolean;
}

function positive(text: string): number {
	const number = Number(text);
	if (!(number > 0)) throw new InvalidArgumentError('A number over 0.');
	return number;
}

export function readOptions(): SoakOptions {
	return new Command('npm run test:soak --')
		.description(
			'Posts Chatlio events at a steady rate for a long time and sees whether any process of n8n grows',
		)
		.option('--minutes <number>', 'how long, warm-up included', positive, 30)
		.option('--rate <number>', 'events per second', positive, 10)
		.addOption(
			new Option('--system <name>', 'one n8n, or the cluster')
				.choices(['single', 'cluster'])
				.default('cluster'),
		)
		.option('--built-in', 'n8n’s own Webhook and No Operation instead of this package, to compare')
		.parse()
		.opts<SoakOptions>();
}

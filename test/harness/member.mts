import axios from 'axios';
import { BROWSER_ID, N8nApi, owner } from '../../playground/n8n-api.mts';
import { addresses, signedIn } from './running.mts';

/** A user of the test run's n8n who sees nothing of what others made in it. */
export interface Member {
	api: N8nApi;
	/** Removes the user with all that is theirs. */
	remove: () => Promise<void>;
}

/** Invites a user and accepts for them. */
export async function inviteMember(): Promise<Member> {
	const { n8n } = addresses();
	const host = signedIn();
	const email = `${crypto.randomUUID()}@example.com`;
	const [{ user }] = await host.post<Array<{ user: { id: string; inviteAcceptUrl: string } }>>(
		'/invitations',
		[{ email, role: 'global:member' }],
	);
	const { firstName, lastName, password } = owner;
	const { headers } = await axios.post(
		`${n8n}/rest/invitations/accept`,
		{
			token: new URL(user.inviteAcceptUrl).searchParams.get('token'),
			...{ firstName, lastName, password },
		},
		{ headers: { 'browser-id': BROWSER_ID } },
	);
	const [cookie] = headers['set-cookie']!;
	return {
		api: N8nApi.resume(n8n, cookie.split(';')[0]),
		remove: async () => await host.delete(`/users/${user.id}`),
	};
}

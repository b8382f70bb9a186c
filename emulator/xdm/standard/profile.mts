import type { JsonObject } from '../../json.mts';
import { array, boolean, integer, object, string } from './fields.mts';

/** The behavior of every schema for records. Source: XDM, behaviors/record; nothing is required. */
export const record: JsonObject = {
	$id: 'https://ns.adobe.com/xdm/data/record',
	title: 'Record Schema',
	type: 'object',
	definitions: {
		record: { properties: { _id: string('Identifier', { format: 'uri-reference' }) } },
	},
	allOf: [{ $ref: '#/definitions/record' }],
};

/** Source: XDM, classes/profile, without the fields of auditable resources. */
export const individualProfile: JsonObject = {
	$id: 'https://ns.adobe.com/xdm/context/profile',
	title: 'XDM Individual Profile',
	type: 'object',
	definitions: { profile: { properties: { personID: string('Person ID') } } },
	allOf: [
		{ $ref: 'https://ns.adobe.com/xdm/data/record' },
		{ $ref: 'https://ns.adobe.com/xdm/context/identitymap' },
		{ $ref: '#/definitions/profile' },
	],
};

const person = object('Person', {
	name: object('Full name', {
		firstName: string('First name'),
		lastName: string('Last name'),
		middleName: string('Middle name'),
		courtesyTitle: string('Courtesy title'),
		fullName: string('Full name'),
		suffix: string('Suffix'),
	}),
	birthDate: string('Birth date', { format: 'date' }),
	birthDayAndMonth: string('Birth date', { pattern: '[0-1][0-9]-[0-9][0-9]' }),
	birthYear: integer('Birth year', { minimum: 1, maximum: 32_767 }),
	gender: string('Gender', { enum: ['male', 'female', 'not_specified', 'non_specific'] }),
	maritalStatus: string('Marital Status', {
		enum: ['married', 'single', 'divorced', 'widowed', 'not_specified'],
	}),
	nationality: string('Nationality', { pattern: '^[A-Z]{2}$' }),
	taxId: string('Tax ID'),
});

/** Source: XDM, fieldgroups/profile/profile-person-details and the data types it names. */
export const demographicDetails: JsonObject = {
	$id: 'https://ns.adobe.com/xdm/context/profile-person-details',
	title: 'Demographic Details',
	type: 'object',
	definitions: { 'profile-person-details': { properties: { person } } },
	allOf: [{ $ref: '#/definitions/profile-person-details' }],
};

const workEmail = object('Work Email', {
	primary: boolean('Primary'),
	address: string('Address', { format: 'email' }),
	label: string('Label'),
	type: string('Type'),
	status: string('Status'),
	statusReason: string('Status reason'),
});

/** Source: XDM, fieldgroups/profile/profile-work-details, without the postal address and the phone number. */
export const workContactDetails: JsonObject = {
	$id: 'https://ns.adobe.com/xdm/context/profile-work-details',
	title: 'Work Contact Details',
	type: 'object',
	definitions: {
		'profile-work-details': {
			properties: {
				workEmail,
				organizations: array('Organizations', { type: 'string' }),
			},
		},
	},
	allOf: [{ $ref: '#/definitions/profile-work-details' }],
};

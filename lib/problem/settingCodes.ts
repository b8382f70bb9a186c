import type { ProblemDefinition } from './problemDefinition';

/** Settings of a node, including the values that expressions return. */
export const settingCodes = {
	'setting.empty': {
		message: 'The field {label} is empty',
		advice: 'Choose or enter a value in the field {label}.',
		retry: 'afterChange',
	},
	'setting.expressionEmpty': {
		message: 'The expression of the field {label} gave nothing',
		advice:
			'Look at what the expression of the field {label} returns for this item: a field that it names may be missing, empty, or have another name.',
		retry: 'afterChange',
	},
	'setting.wrongType': {
		message: 'The field {label} is {kind}, and {expected} is expected',
		advice: 'Correct the value or the expression of the field {label}.',
		retry: 'afterChange',
	},
	'setting.invalid': {
		message: 'The field {label} cannot be {value}',
		advice: '{advice}',
		retry: 'afterChange',
	},
	'setting.invalidCharacter': {
		message: 'The field {label} contains {character} at position {position}',
		advice:
			'It can have only {allowed}. Delete the character, or type the value instead of pasting it; if an expression returns it, correct the expression.',
		retry: 'afterChange',
	},
	'setting.notJson': {
		message: 'The field {label} is not valid JSON',
		advice: 'Correct the field {label}: look for missing quotes, commas, and brackets.',
		retry: 'afterChange',
	},
	'setting.conflict': {
		message: '{reason}',
		advice: '{advice}',
		retry: 'afterChange',
	},
	'setting.unreadable': {
		message: '{reason}',
		advice: 'Check the parameters of this node for this item.',
		retry: 'afterChange',
	},
	'unexpected.value': {
		message: '{what} has a form that this node does not expect',
		advice: 'Check the parameters of this node for this item. The log of n8n has the details.',
		retry: 'afterChange',
	},
	'id.otherKind': {
		message: 'The field {label} has what looks like {looksLike}, not {noun}',
		advice: 'Copy the ID from Adobe, {place}. Where the field has a list, choose from it instead.',
		retry: 'afterChange',
	},
	'id.invalid': {
		message: '{value} is not an ID',
		advice: 'Copy the ID as Adobe shows it, or check the expression for this item.',
		retry: 'afterChange',
	},
} as const satisfies Record<string, ProblemDefinition>;

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { playground } from '../../../playground/paths.mts';

type Renderer = new (options: object) => { render: (text: string) => string };

// The one that the n8n of the playground brings.
const MarkdownIt = createRequire(join(playground, 'n8n', 'package.json'))(
	'markdown-it',
) as Renderer;
const renderer = new MarkdownIt({ html: true, linkify: true, breaks: true });

/** The HTML of a Markdown text, with everything on that a chat service may have on: HTML, links without brackets, line breaks. */
export const renderMarkdown = (text: string): string => renderer.render(text);

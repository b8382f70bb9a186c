import MarkdownIt from 'markdown-it';

const renderer = new MarkdownIt({ html: true, linkify: true, breaks: true });

/** The HTML of a Markdown text, with everything on that a chat service may have on: HTML, links without brackets, line breaks. */
export const renderMarkdown = (text: string): string => renderer.render(text);

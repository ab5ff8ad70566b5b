/** What somebody says of a change before it is made. */
export type Draft = {
  readonly title: string;
  readonly why: string;
  readonly criteria: readonly string[];
  readonly paths: readonly string[];
};

/** As parseSpec() reads it: each criterion under an id of its own, whatever was typed. */
export function specText({ title, why, criteria, paths }: Draft): string {
  const lines = [
    `# ${oneLine(title)}`,
    ...(oneLine(why) === '' ? [] : ['', `Why: ${oneLine(why)}`]),
    '',
    '## Acceptance Criteria',
    '',
    ...criteria.map((criterion, index) => `- AC-${index + 1}: ${oneLine(criterion)}`),
    ...(paths.length === 0 ? [] : ['', '## Paths', '', ...paths.map((path) => `- \`${path.replaceAll('`', '')}\``)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** A line end would begin something else, and what stands in a comment counts for nothing. */
function oneLine(text: string): string {
  return text.replaceAll('<!--', '< !--').replace(/\s+/g, ' ').trim();
}

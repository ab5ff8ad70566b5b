import { expect, test } from 'vitest';
import { parseSpec } from '../../src/review/spec.ts';

/** Id and the beginning of each criterion. */
function idsOf(text: string): readonly string[] {
  return parseSpec('specs/x.md', text).criteria.map((one) => `${one.id} ${one.text.split(' ').slice(0, 2).join(' ')}`);
}

/** As spec-kit lays a spec out, in words of our own. */
const SPEC_KIT = `# Feature Specification: Refunds

**Feature Branch**: \`004-refunds\`
**Status**: Draft

## User Scenarios & Testing *(mandatory)*

<!--
  Say here what users do.
  - **FR-900**: System MUST [specific capability]
-->

### User Story 1 - Give money back (Priority: P1)

A clerk gives back what was paid.

**Why this priority**: people ask daily.

**Acceptance Scenarios**:

1. **Given** a paid order, **When** a clerk refunds it, **Then** the card is credited
2. **Given** a refunded order, **When** a clerk refunds it again,
   **Then** nothing moves

---

### User Story 2 - See it (Priority: P2)

**Acceptance Scenarios**:

1. **Given** a refund, **When** the customer looks, **Then** it is listed

### Edge Cases

- What happens when the card has expired?

## Requirements *(mandatory)*

### Functional Requirements

- **FR-001**: System MUST refund at most what was paid
- **FR-002**: System MUST write [NEEDS CLARIFICATION: which log?]

### Key Entities *(include if feature involves data)*

- **Refund**: amount, order
- **SHA-256**: how receipts are named

## Success Criteria *(mandatory)*

### Measurable Outcomes

- **SC-001**: 95 % of refunds take under a minute
`;

test('spec-kit: scenarios by their story, requirements and outcomes by their ids, and nothing of comments or glossaries', () => {
  const spec = parseSpec('specs/004-refunds/spec.md', SPEC_KIT);
  expect(spec.title).toBe('Feature Specification: Refunds');
  expect(spec.criteria.map(({ id }) => id)).toEqual(['US1.1', 'US1.2', 'US2.1', 'FR-001', 'FR-002', 'SC-001']);
  expect(spec.criteria[1]?.text).toBe('Given a refunded order, When a clerk refunds it again, Then nothing moves');
  expect(spec.notes).toEqual([]);
});

/** As Kiro lays requirements out. */
const KIRO = `# Requirements Document

## Introduction

What it is about.

## Glossary

- **Cart**: what somebody means to buy
- **ISO-4217**: names of currencies

## Requirements

### Requirement 1: Limits

**User Story:** As a shop owner, I want limits, so that I lose no sleep.

#### Acceptance Criteria

1. WHEN a cart is above the limit, THE Checkout SHALL ask for a confirmation
2. IF no limit is set, THEN THE Checkout SHALL use 500

### Requirement 2

**User Story:** As a customer, I want to be told.

#### Acceptance Criteria

1. WHEN the limit is met, THE Checkout SHALL say so

## Non-goals

1. Currencies
`;

test('Kiro: criteria are numbered within their requirement', () => {
  expect(idsOf(KIRO)).toEqual(['1.1 WHEN a', '1.2 IF no', '2.1 WHEN the']);
});

const OURS = `# Checkout limits

Because somebody bought a thousand tents.

## Acceptance Criteria

- AC-1: A cart above the limit
  needs a confirmation
- AC-2: The limit is in the configuration

## Paths

- \`src/checkout/**\`
- ./src/limits.ts

## Notes

- AC-9 is for later
`;

test('ours: criteria by id, going on in the next line, and the paths it covers', () => {
  const spec = parseSpec('.guardrail/specs/checkout.md', OURS);
  expect(spec.title).toBe('Checkout limits');
  expect(spec.criteria).toEqual([
    { id: 'AC-1', text: 'A cart above the limit needs a confirmation' },
    { id: 'AC-2', text: 'The limit is in the configuration' },
  ]);
  expect(spec.paths).toEqual(['src/checkout/**', 'src/limits.ts']);
});

test.each<[string, string, readonly string[]]>([
  ['a check list', '## Acceptance Criteria\n- [ ] it ends\n- [x] it starts', ['AC-1 it ends', 'AC-2 it starts']],
  ['numbers outside of any requirement', '## Done when\n1. it ends\n2) it starts', ['AC-1 it ends', 'AC-2 it starts']],
  [
    'a number that says it all',
    '## Acceptance Criteria\n1.1 WHEN a\n1.2. WHEN b\n- 1.3: WHEN c',
    ['1.1 WHEN a', '1.2 WHEN b', '1.3 WHEN c'],
  ],
  ['words and a colon for a heading', 'Acceptance Scenarios:\n1. Given a\nEdge cases:\n1. none', ['AC-1 Given a']],
  ['a section ends with the next of its depth', '## Acceptance Criteria\n- one\n## Later\n- two', ['AC-1 one']],
  [
    'a section goes on below itself',
    '## Success Criteria\n### Speed\n- one\n### Size\n- two',
    ['AC-1 one', 'AC-2 two'],
  ],
  [
    'an id in brackets of bold, or in code',
    '- __NFR-2__ - quick\n- `REQ-AUTH-7`: safe',
    ['NFR-2 quick', 'REQ-AUTH-7 safe'],
  ],
  ['an id twice', '- FR-1: a\n- FR-1: b\n- FR-1: c', ['FR-1 a', 'FR-1#2 b', 'FR-1#3 c']],
  ['an id that is made to look like the second', '- FR-1: a\n- FR-1#2: x\n- FR-1: b', ['FR-1 a', 'FR-1#2 b']],
  ['an example in code', '```md\n- FR-1: a\n```\n~~~\n- FR-2: b\n```\n~~~\n- FR-3: c', ['FR-3 c']],
  ['a comment in a line', '- FR-1: a<!-- - FR-2: b --> c\n<!-- - FR-3: d', ['FR-1 a c']],
  ['a list that names other things', '- UTF-8: everywhere\n- HTTP-404: gone\n- P1: first', []],
  ['windows line ends', '## Acceptance Criteria\r\n- one\r\n', ['AC-1 one']],
  ['nothing', '', []],
])('%s', (_name, text, expected) => {
  expect(idsOf(text)).toEqual(expected);
});

test('a spec without a heading is called by its path, and one without criteria keeps its text', () => {
  const spec = parseSpec('specs/x.md', 'Only words');
  expect(spec).toMatchObject({ title: 'specs/x.md', text: 'Only words', criteria: [], notes: [] });
});

test('what is left out is said', () => {
  const many = `## Acceptance Criteria\n${'- one\n'.repeat(260)}`;
  expect(parseSpec('a', many)).toMatchObject({ notes: [expect.stringContaining('60 more')] });
  expect(parseSpec('a', many).criteria).toHaveLength(200);
  expect(parseSpec('a', 'x'.repeat(300_000)).notes).toEqual([
    'only its first 200000 of 300000 characters were read',
    expect.stringContaining('only the first 24000 characters'),
  ]);
  expect(parseSpec('a', 'x'.repeat(300_000)).text).toHaveLength(24_000);
  expect(parseSpec('a', `- FR-1: ${'y'.repeat(900)}`)).toMatchObject({
    criteria: [{ id: 'FR-1' }],
    notes: [expect.stringContaining('first 600 characters')],
  });
  expect(parseSpec('a', `## Paths\n${'- a/**\n'.repeat(120)}`).notes).toEqual([expect.stringContaining('20 more')]);
});

/** Each took the square of its length in some expression one could write for it; a test that takes minutes would say so. */
test.each([
  ' ',
  '#',
  '*',
  '<!--',
  '-->',
  '- ',
  '\t',
  '1',
  '1.',
  '`',
  '**a',
  '- __',
  '- A',
  'A-',
  '\n',
  '- AC-1: x\n',
  '  x\n',
])('a text made of %j ends', (unit) => {
  const long = unit.repeat(200_000 / unit.length);
  const lines = `## Acceptance Criteria\n${`- A${unit.repeat(900 / unit.length)}\n`.repeat(200)}`;
  for (const text of [long, `# a${long}b`, `## Paths\n- ${long}`, `## Acceptance Criteria\n- A${long}b`, lines]) {
    const { criteria, text: kept } = parseSpec('a', text);
    expect(criteria.length).toBeLessThanOrEqual(200);
    expect(criteria.every((one) => one.text.length <= 600 && one.id.length < 60)).toBe(true);
    expect(kept.length).toBeLessThanOrEqual(200_000);
  }
});

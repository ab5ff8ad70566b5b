/** A failure model to begin with: lint names each word that is still to be written, and has nothing more to say. */
export function failureModelSkeleton(id: string): string {
  return `failure-model: ${id}
title: "TODO: in one sentence, what goes wrong"
# The situation in which it happens, and what it then looks like in a diff.
trigger: "TODO: when does it happen?"
symptom: "TODO: what does the diff show?"
fix: "TODO: what should the author do instead?"
# Asked of a model of another vendor. A question and no claim: a claim makes a reader see what is not there.
question: "TODO: what is the reviewer to find out?"
evidence: "TODO: which lines must be quoted before it counts?"
severity: medium # high, medium or low
# blind: read without the author's words. aware: with them, for what only they can show.
mode: blind
# Which findings may refuse a push: never, detector, reviewer or both.
blocks: never
# A reviewer that is less sure than this refuses nothing.
confidence: 0.7
# When it is asked. Leave out what does not matter; several keys must all hold, of a list one.
# applies:
#   paths: ["src/**"]
#   not: ["**/*.test.*"]
#   languages: [typescript, python]
#   facts: ["data.*"]
#   words: [catch, except]
# The fact that is this failure, where one is stated, and what its attributes must be.
# detector: { fact: code.error-hidden, how: [empty, default], test: false }
origin: "TODO: the incident, the ticket or the paper it is from"
# At least one that is bad (found: the detector states it; asked: a reviewer must be asked) and the near miss that is not.
cases:
  - name: "TODO: a change that has it"
    before: { src/a.ts: "export const a = 1;\\n" }
    after: { src/a.ts: "export const a = 2;\\n" }
    expect: asked
    wrong: "src/a.ts:1"
  - name: "TODO: the change that only looks like it"
    before: { src/b.ts: "export const b = 1;\\n" }
    after: { src/b.ts: "export const b = 2;\\n" }
    expect: quiet
`;
}

/** A policy to begin with: it lints, and its cases run, before a word of it has been changed. */
export function policySkeleton(id: string): string {
  return `policy: ${id}
title: One sentence that is true when this policy holds
why: What happened, or would happen, without it. People read this when they are refused.
rules:
  - id: ${id}.delete
    # All conditions must hold. Others are: subject, actor, role, branch, change, during, environment, any,
    # and every attribute of the kind of fact. A value is a word, a glob, a list, or {gt: 5}.
    when: { fact: file.delete, path: "important/**", landed: true, not: { path: "important/tmp/**" } }
    # allow, warn, ask (a person must approve) or deny; for everybody, or for agent, human, bot and unknown.
    then: { agent: deny, human: ask }
    say: "{path} is important and would be deleted"
    instead: What to do in place of it, which guardrail would let pass
cases:
  - name: an agent does not delete an important file
    before: { important/a.txt: "a\\n" }
    after: {}
    expect: deny
  - name: a person is asked
    actor: human
    before: { important/a.txt: "a\\n" }
    after: {}
    expect: ask
  - name: an edit is not a deletion
    before: { important/a.txt: "a\\n" }
    after: { important/a.txt: "b\\n" }
    expect: quiet
`;
}

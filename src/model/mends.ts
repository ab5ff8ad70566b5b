/** Words by which a commit says that it mends something (Kamei 2013 and SZZ use the like of them). */
const MENDS =
  /\b(fix(es|ed|ing|up)?|bug(s|fix(es)?)?|hot-?fix(es)?|repair(s|ed)?|regression|defects?|crash(es|ed)?|faults?|broken|revert(s|ed)?)\b/i;
/** What is fixed here is no defect of a program. */
const NO_DEFECT = /\b(typos?|spelling|grammar|wording|lint(er|ing)?|format(ting)?|whitespace|prettier|changelog)\b/i;

const LONGEST_SUBJECT = 500;

/** Whether a commit or a change says of itself that it mends something: by its first line, where talk about others is rare. */
export function saysItMends(message: string): boolean {
  const [subject = ''] = message.trimStart().slice(0, LONGEST_SUBJECT).split('\n', 1);
  return MENDS.test(subject) && !NO_DEFECT.test(subject);
}

import type { Shell } from '../../model/call.ts';

const VERBS =
  'Add|Clear|Compress|ConvertFrom|ConvertTo|Copy|Disable|Dismount|Enable|Enter|Expand|Export|ForEach|Format|Get|Import|Initialize|Install|Invoke|Measure|Mount|Move|New|Optimize|Out|Pop|Push|Read|Receive|Register|Remove|Rename|Repair|Reset|Resize|Resolve|Restart|Restore|Resume|Select|Send|Set|Sort|Start|Stop|Suspend|Test|Uninstall|Unregister|Update|Wait|Where|Write';
const CMDLET = new RegExp(
  `^\\s*(?:&\\s*)?(?:\\$[\\w:]+\\s*=\\s*)?(?:${VERBS})-[A-Z][A-Za-z]{2,30}(?=\\s|$|;|\\|)`,
  'i',
);
const TYPED =
  /^\s*\[[A-Za-z][\w.]*\]::\w+\(|^\s*(?:iex|iwr|irm)\s+[("'$]|^\s*\$[\w:]+\s+=\s|^\s*\$\w+\s*=\s*(?:\[|@|New-Object\b)/i;
const BLOCK = /^\s*(?:if|foreach|while|switch|try|param|function\s+[\w-]+)\s*[({]/i;
const INSIDE = new RegExp(`[\\s({;|](?:${VERBS})-[A-Z][A-Za-z]{2,30}(?=[\\s)};])`);
/** Options with a slash, or a drive: nothing a shell of unix has. */
const PROMPT =
  /^\s*(?:(?:del|erase|rd|rmdir|deltree)\s+(?:"[^"]*"\s+|\S+\s+){0,4}\/[a-z]\b|(?:del|erase|rd|rmdir|format|copy|xcopy|robocopy|move|ren|attrib|icacls|takeown|cacls|cipher|type|mklink|diskpart|reg|vssadmin|bcdedit|wbadmin|fsutil|wmic|schtasks|sc|net|netsh)(?:\.exe)?\s[^\n]*(?:\b[A-Z]:\\|\b[A-Z]:(?=\s|$)|%[A-Z]+%)|for\s+(?:\/[a-z]\s+)?%)/i;

/** A text that is told to be for sh, and is evidently for another shell. */
export function dialectOf(text: string): Shell {
  const head = text.slice(0, 2000);
  if (CMDLET.test(head) || TYPED.test(head) || (BLOCK.test(head) && INSIDE.test(head))) return 'powershell';
  return PROMPT.test(head) ? 'cmd' : 'sh';
}

/** What a program in another language does, by the words in it: a one-liner is not parsed for this. */
const LONGEST = 50_000;

function bothIn(text: string, first: RegExp, second: RegExp): boolean {
  const head = text.slice(0, LONGEST);
  return first.test(head) && second.test(head);
}

const FETCHES =
  /\burlopen\b|\burlretrieve\b|\brequests\.(get|request)\b|\bhttpx\.get\b|\bfetch\s*\(|\bhttps?\.get\b|\bNet::HTTP\b|open-uri|URI\.open|\bLWP\b|HTTP::Tiny|file_get_contents\(\s*['"]https?:|\bcurl_exec\b|DownloadString|DownloadFile|Invoke-WebRequest|Invoke-RestMethod|\b(iwr|irm)\s|\bcurl\s|\bwget\s|getstore/i;
const RUNS =
  /\bexec\s*\(|\beval\b|os\.system|subprocess|\bnew Function\b|\bFunction\(|vm\.run|child_process|instance_eval|\bsystem\s*[( ]|\biex\b|Invoke-Expression|ScriptBlock\]::Create|\bcompile\(|importlib|__import__|\bloadstring\b|\bload\s*\(|Start-Process/i;
const DECODES =
  /b64decode|base64\.decode|decode_base64|FromBase64String|\batob\b|base64_decode|decode64|unpack\w{0,9}[\s(]{0,9}['"](m|H)|pack[\s(]{0,9}['"]H|['"](base64|hex)['"]|bytes\.fromhex|unhexlify|codecs\.decode|rot.?13|zlib\.decompress|marshal\.loads|gzinflate|str_rot13|gzuncompress/i;
const RUNS_TEXT =
  /\bexec\s*\(|\beval\b|os\.system|os\.popen|subprocess|\bnew Function\b|\bFunction\(|vm\.run|exec(Sync|File|FileSync)?\s*\(|spawn(Sync)?\s*\(|instance_eval|\bsystem\s*[( ]|\biex\b|Invoke-Expression|passthru|shell_exec|\bassert\s*\(|marshal\.loads|ScriptBlock\]::Create/i;
const CONNECTS =
  /socket\.socket|\bsocket\s*\(|net\.(connect|Socket|createConnection)|TCPSocket|fsockopen|IO::Socket|TCPClient|create_connection/i;
const SHELL_ON_SOCKET =
  /dup2|pty\.spawn|\/bin\/(ba|z|da|k)?sh|subprocess|child_process|\bexec\b|proc_open|popen|IEX|cmd\.exe|powershell/i;
const SENDS =
  /requests\.(post|put|patch)|httpx\.(post|put)|urlopen\([^)]{0,200},|data\s*=|\bfetch\s*\(|\bhttps?\.request|\baxios\b|Net::HTTP\.post|smtplib|ftplib|paramiko|socket\.socket|\.sendall\(|curl_setopt|LWP|Invoke-(RestMethod|WebRequest)/i;
const NETWORK = /https?:\/\/|socket|smtp|ftp/i;

export function fetchesAndRuns(program: string): boolean {
  return bothIn(program, FETCHES, RUNS);
}

export function decodesAndRuns(program: string): boolean {
  return bothIn(program, DECODES, RUNS_TEXT);
}

export function opensShell(program: string): boolean {
  return bothIn(program, CONNECTS, SHELL_ON_SOCKET);
}

export function sends(program: string): boolean {
  return bothIn(program, SENDS, NETWORK);
}

/** It opens a file for reading, as far as the usual words of five languages say so. */
export function readsFiles(program: string): boolean {
  return /\bopen\b|\bread(_text|_bytes|File|FileSync|lines|all)?\b|\bcreateReadStream\b|\bFile\.|\bIO\.|Bun\.file|Deno\.read|getline|file_get_contents|\bfile\s*\(|fopen|slurp|<\s*\$?\w+\s*>|\bcat\b|copy(file|tree)?\b|Get-Content|ReadAllText|\bsystem\b|exec(Sync)?\b/i.test(
    program.slice(0, LONGEST),
  );
}

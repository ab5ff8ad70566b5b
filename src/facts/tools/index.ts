import { containers } from './containers.ts';
import { databases } from './databases.ts';
import { decodedCode } from './decoded-code.ts';
import { disks } from './disks.ts';
import { downloads } from './downloads.ts';
import { environment } from './environment.ts';
import type { Family } from './family.ts';
import { files } from './files.ts';
import { forkBombs } from './fork-bombs.ts';
import { frameworks } from './frameworks.ts';
import { gate } from './gate.ts';
import { git } from './git.ts';
import { loaders } from './loaders.ts';
import { machine } from './machine.ts';
import { packages } from './packages.ts';
import { processes } from './processes.ts';
import { publishing } from './publishing.ts';
import { redirects } from './redirects.ts';
import { remoteCode } from './remote-code.ts';
import { secretFiles } from './secret-files.ts';
import { shownSecrets } from './shown-secrets.ts';
import { terminals } from './terminals.ts';
import { tunnels } from './tunnels.ts';
import { unseenScripts } from './unseen-scripts.ts';
import { upload } from './upload.ts';

/** Every sort of program whose words we understand. */
export const families: readonly Family[] = [
  forkBombs,
  redirects,
  git,
  files,
  disks,
  loaders,
  publishing,
  packages,
  processes,
  machine,
  containers,
  databases,
  frameworks,
  terminals,
  decodedCode,
  downloads,
  environment,
  gate,
  remoteCode,
  secretFiles,
  shownSecrets,
  tunnels,
  unseenScripts,
  upload,
];

import { ansible } from './ansible.ts';
import { apiPrograms } from './api-programs.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { backups } from './backups.ts';
import { ciServers } from './ci-servers.ts';
import { containers } from './containers.ts';
import { databases } from './databases.ts';
import { decodedCode } from './decoded-code.ts';
import { disks } from './disks.ts';
import { downloads } from './downloads.ts';
import { edgeTools } from './edges.ts';
import { environment } from './environment.ts';
import type { Family } from './family.ts';
import { files } from './files.ts';
import { forkBombs } from './fork-bombs.ts';
import { frameworks } from './frameworks.ts';
import { gate } from './gate.ts';
import { git } from './git.ts';
import { googleCloud } from './google-cloud.ts';
import { gitops } from './helm-and-gitops.ts';
import { hostedServices } from './hosted-services.ts';
import { http } from './http.ts';
import { initScripts } from './init-scripts.ts';
import { kubernetes } from './kubernetes.ts';
import { loaders } from './loaders.ts';
import { machine } from './machine.ts';
import { messaging } from './messaging.ts';
import { otherClouds } from './other-clouds.ts';
import { packages } from './packages.ts';
import { platformTools } from './platforms.ts';
import { processes } from './processes.ts';
import { publishing } from './publishing.ts';
import { redirects } from './redirects.ts';
import { remoteCode } from './remote-code.ts';
import { secretFiles } from './secret-files.ts';
import { secretStores } from './secret-stores.ts';
import { shownSecrets } from './shown-secrets.ts';
import { stackTools } from './stacks.ts';
import { terminals } from './terminals.ts';
import { terraform } from './terraform.ts';
import { traces } from './traces.ts';
import { tunnels } from './tunnels.ts';
import { unknownTools } from './unknown-tools.ts';
import { unseenScripts } from './unseen-scripts.ts';
import { upload } from './upload.ts';

/** Every sort of program whose words we understand. */
export const families: readonly Family[] = [
  traces,
  initScripts,
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
  ansible,
  aws,
  azure,
  backups,
  ciServers,
  edgeTools,
  googleCloud,
  gitops,
  hostedServices,
  http,
  kubernetes,
  messaging,
  otherClouds,
  platformTools,
  secretStores,
  stackTools,
  terraform,
  unknownTools,
  apiPrograms,
];

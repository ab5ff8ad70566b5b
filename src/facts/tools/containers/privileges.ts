import { effect } from '../effects.ts';
import type { Said } from '../deeds.ts';
import type { Effect } from '../family.ts';

/** A container that is given the machine around it: whoever made the image then has what the engine has. */
export function reachesHost(said: Said): readonly Effect[] {
  if (!/^(?:docker|podman|nerdctl|finch)$/.test(said.run.tool)) return [];
  const own = beforeImage(said);
  const row = own === null ? undefined : DOORS.find(({ opens }) => opens.test(own));
  if (row === undefined || (row.how === 'privileged' && TRUSTED.test(said.line))) return [];
  const why = {
    technology: 'docker',
    subject: `${said.run.tool} ${row.subject}`,
    because: row.because,
    remedy: row.remedy,
  };
  return [effect('exec.privileged', { ...why, certainty: row.certainty ?? 'certain' }, { how: row.how })];
}

/** What is Docker's own of `run`: up to the image, which is the first word that no option takes. */
function beforeImage({ words, run }: Said): string | null {
  if (!/^(?:container )?(?:run|create|exec)\b|^compose (?:\S+ )*?run\b/.test(words)) return null;
  const texts = run.args.map(({ text }) => text);
  let at = texts.findIndex((text) => /^(?:run|create|exec)$/.test(text)) + 1;
  const from = at;
  while (at < texts.length && (texts[at]?.startsWith('-') ?? false)) at += ALONE.test(texts[at] ?? '') ? 1 : 2;
  return texts.slice(from, at).join(' ');
}

/** Options that take no word, or hold it behind `=`. */
const ALONE =
  /=|^-(?:[ditPqT]|[ditPqT]{2,4})$|^--(?:rm|detach|interactive|tty|privileged|init|read-only|quiet|no-healthcheck|publish-all|oom-kill-disable|sig-proxy|disable-content-trust|service-ports|no-deps|no-TTY|build)$/;

/** Images that set up emulation for builds need it, and are used for that everywhere. */
const TRUSTED =
  /(?:multiarch\/qemu-user-static|tonistiigi\/binfmt|docker\/binfmt|kindest\/node|rancher\/k3s|docker:\S*dind)/;

type Door = {
  readonly opens: RegExp;
  readonly how: string;
  readonly subject: string;
  readonly because: string;
  readonly remedy: string;
  readonly certainty?: 'possible';
};

const DOORS: readonly Door[] = [
  {
    opens: /(?:^|\s)(?:-v|--volume)[= ]?["']?\/(?:etc|root|var|proc|sys|dev|boot|home)?\/?:/,
    how: 'mount',
    subject: 'with the disk of the machine',
    because: 'the container can read and write the whole system around it',
    remedy: 'mount the one folder it needs',
  },
  {
    opens: /--mount[= ]\S*(?:source|src)=\/(?:etc|root|var|proc|sys|dev|boot|home)?\/?(?:,|\s|$)/,
    how: 'mount',
    subject: 'with the disk of the machine',
    because: 'the container can read and write the whole system around it',
    remedy: 'mount the one folder it needs',
  },
  {
    opens: /--privileged(?!=false)/,
    how: 'privileged',
    subject: 'privileged',
    because: 'nothing keeps the container from the system around it',
    remedy: 'give it the one capability it needs with --cap-add',
  },
  {
    opens: /--(?:pid|ipc|uts|userns|cgroupns)[= ]host\b/,
    how: 'namespace',
    subject: 'among the processes of the machine',
    because: 'the container sees and reaches the processes of the machine',
    remedy: 'leave the option out',
  },
  {
    opens: /--cap-add[= ](?:all|sys_admin|sys_module|sys_ptrace|sys_rawio|dac_read_search|cap_sys_admin)\b/i,
    how: 'capability',
    subject: 'with rights over the machine',
    because: 'the container may do to the system what its administrator may',
    remedy: 'leave the option out',
  },
  {
    opens: /\/(?:docker|containerd|podman|crio)\.sock\b/,
    how: 'socket',
    subject: 'with the socket of the engine',
    because: 'whoever can speak to the engine can start a container that owns the machine',
    remedy: 'let the container do without the engine',
    certainty: 'possible',
  },
  {
    opens: /--security-opt[= ](?:seccomp|apparmor)[=:]unconfined|--device[= ]\/dev\/(?:sd|nvme|mem|kmem|dm-)/,
    how: 'capability',
    subject: 'without a guard around it',
    because: 'a guard between container and system is off, or a disk is handed over',
    remedy: 'leave the option out',
    certainty: 'possible',
  },
];

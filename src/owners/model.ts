/** What a namespace belongs to. Kinds are open: one file each in this folder registers its own. */
export interface Owner {
  /** `docker`, `podman`, `pod`, `router`, `dhcp`, `vm-port`, `unit`, `process`, … */
  readonly kind: string;
  /** The owner's own id (container id, router uuid, pid). */
  readonly id: string;
  /** Short name for a person (sanitised), without the kind: shown as `docker:web-1`. */
  readonly name: string;
}

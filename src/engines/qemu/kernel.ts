/** A kernel that can be booted, with what its modules are built with. */
export interface GuestKernel {
  /** Its name for itself (`uname -r`), for example "6.12.117+deb12-amd64". */
  readonly release: string;
  /** The bzImage. */
  readonly image: string;
  /** The folder that `make -C` builds modules in. */
  readonly headers: string;
  /** The policies that it has, or may have where only its owner knows. */
  readonly policies: readonly string[];
}

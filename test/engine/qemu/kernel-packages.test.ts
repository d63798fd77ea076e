import { expect, test } from "vitest";
import { packagesOf, releasesAmong } from "../../../src/engines/qemu/kernel-packages.js";

test("the newest plain kernel comes first, and no other flavour", () => {
  const names = [
    "linux-headers-6.1.0-9-amd64",
    "linux-headers-6.1.0-56-amd64",
    "linux-headers-6.1.0-56-cloud-amd64",
    "linux-headers-6.1.0-56-rt-amd64",
    "linux-headers-6.1.0-56-common",
    "linux-headers-6.12.9+bpo-amd64",
    "linux-headers-6.12.117+deb12-amd64",
    "linux-headers-6.12.117+deb12-cloud-amd64",
    "linux-headers-6.12.48+deb13-amd64",
    "linux-headers-6.12.48+deb13-amd64-dbg",
  ];
  expect(releasesAmong(names, "6.1")).toEqual(["6.1.0-56-amd64", "6.1.0-9-amd64"]);
  expect(releasesAmong(names, "6.12")).toEqual([
    "6.12.117+deb12-amd64",
    "6.12.48+deb13-amd64",
    "6.12.9+bpo-amd64",
  ]);
});

/** As `apt-cache show --no-all-versions` prints it, shortened. */
const HEADERS = `Package: linux-headers-6.12.117+deb12-amd64
Source: linux-6.12
Version: 6.12.117-1~deb12u1
Architecture: amd64
Depends: linux-base (>= 4.12~), linux-headers-6.12.117+deb12-common (= 6.12.117-1~deb12u1), linux-image-6.12.117+deb12-amd64 (= 6.12.117-1~deb12u1) | linux-image-6.12.117+deb12-amd64-unsigned (= 6.12.117-1~deb12u1), linux-kbuild-6.12.117+deb12, gcc-12
Section: kernel`;
const IMAGE = `Package: linux-image-6.12.117+deb12-amd64
Version: 6.12.117-1~deb12u1
Depends: kmod`;

test("the packages of a release are read from what apt-cache shows", () => {
  const release = "6.12.117+deb12-amd64";
  expect(packagesOf(release, `${HEADERS}\n\n${IMAGE}\n`)).toEqual({
    release,
    version: "6.12.117-1~deb12u1",
    image: "linux-image-6.12.117+deb12-amd64",
    headers: [
      "linux-headers-6.12.117+deb12-amd64",
      "linux-headers-6.12.117+deb12-common",
      "linux-kbuild-6.12.117+deb12",
    ],
  });
});

test("a version after the package's name is no part of it", () => {
  const shown = [
    "Package: linux-headers-6.1.0-56-amd64",
    "Version: 6.1.192-2",
    "Depends: linux-headers-6.1.0-56-common (= 6.1.192-2), linux-kbuild-6.1 (>= 6.1.192-2)",
    "",
    "Package: linux-image-6.1.0-56-amd64",
    "",
  ].join("\n");
  expect(packagesOf("6.1.0-56-amd64", shown)?.headers.slice(1)).toEqual([
    "linux-headers-6.1.0-56-common",
    "linux-kbuild-6.1",
  ]);
});

test("headers without their image, or without what they need, are no kernel", () => {
  const release = "6.12.117+deb12-amd64";
  expect(packagesOf(release, HEADERS)).toBeUndefined();
  expect(packagesOf(release, IMAGE)).toBeUndefined();
  const bare = HEADERS.replace(/^Depends: .*$/m, "Depends: gcc-12");
  expect(packagesOf(release, `${bare}\n\n${IMAGE}`)).toBeUndefined();
});

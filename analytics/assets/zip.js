/**
 * Several files as one zip archive, stored as they are: images are compressed already. The format is PKWARE's APPNOTE,
 * version 6.3; names are UTF-8. Joined to render.js, whose `crc32` and `encode` it calls.
 */

const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50;
const VERSION = 20, UTF8 = 0x0800, STORED = 0;

/** A zip archive of `files`, each with `name` and `bytes`, as a Blob. */
function zip(files, now = new Date()) {
  const parts = [], directory = [];
  let offset = 0;
  for (const {name, bytes} of files) {
    const path = encode(name);
    const facts = [VERSION, UTF8, STORED, ...stamp(now)];
    const sizes = [crc32(bytes), bytes.length, bytes.length];
    const local = [little(4, LOCAL), little(2, ...facts), little(4, ...sizes), little(2, path.length, 0), path, bytes];
    parts.push(...local);
    directory.push(
      little(4, CENTRAL), little(2, VERSION, ...facts), little(4, ...sizes),
      little(2, path.length, 0, 0, 0, 0), little(4, 0, offset), path,
    );
    offset += length(local);
  }
  const end = [little(4, END), little(2, 0, 0, files.length, files.length), little(4, length(directory), offset), little(2, 0)];
  return new Blob([...parts, ...directory, ...end], {type: 'application/zip'});
}

function length(parts) {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

/** Numbers of `size` bytes each, the least byte first. */
function little(size, ...numbers) {
  const bytes = new Uint8Array(size * numbers.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, index) => (size === 2 ? view.setUint16(index * 2, number, true) : view.setUint32(index * 4, number, true)));
  return bytes;
}

/** Time and day as MS-DOS wrote them: two seconds to a tick, years from 1980. */
function stamp(now) {
  return [
    (now.getHours() << 11) | (now.getMinutes() << 5) | (now.getSeconds() >> 1),
    ((now.getFullYear() - 1980) << 9) | ((now.getMonth() + 1) << 5) | now.getDate(),
  ];
}

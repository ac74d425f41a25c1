// @ts-check
// Packets of multicast DNS, written down from RFC 1035 and not by the library under test.

export const SERVICE = '_buckets-relay._tcp.local';
export const TYPE = { A: 1, PTR: 12, TXT: 16, SRV: 33, ANY: 255 };

/** @param {string} name */
export const nameBytes = (name) =>
  Buffer.concat([...name.split('.').flatMap((label) => lengthFirst(Buffer.from(label))), Buffer.of(0)]);

/** @param {Buffer} bytes */
export const lengthFirst = (bytes) => [Buffer.of(bytes.length), bytes];

/** Numbers of 16 bits. @param {number[]} values */
export const words = (...values) =>
  Buffer.concat(values.map((value) => Buffer.of((value >> 8) & 0xff, value & 0xff)));

/** @param {string} name @param {number} type @param {Buffer} data @param {number} ttl seconds */
export const record = (name, type, data, ttl = 120) =>
  Buffer.concat([nameBytes(name), words(type, 0x8001, 0, ttl, data.length), data]);

/** @param {Buffer[]} records */
export const response = (records) => Buffer.concat([words(0, 0x8400, 0, records.length, 0, 0), ...records]);

/** Questions for one name, which stands there once. @param {string} name @param {number[]} types @param {Buffer[]} [known] */
export const query = (name, types, known = []) =>
  Buffer.concat([
    words(0, 0, types.length, known.length, 0, 0),
    ...types.map((type, index) =>
      Buffer.concat([index === 0 ? nameBytes(name) : words(0xc00c), words(type, 1)]),
    ),
    ...known,
  ]);

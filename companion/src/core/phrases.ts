/** The check phrase: three plain words that stand in a notice and on the page, so that a person can tell they belong together. */

// 64 words, so that each byte picks one with equal chance; easy to tell apart when read aloud.
const WORDS =
  `amber anchor apple arrow badge bamboo basil beach birch bridge bronze cactus candle canyon castle cedar
cherry clover cobalt copper coral cotton crane crystal dahlia delta desert ember falcon fern flint forest
garnet ginger glacier granite harbor hazel heron indigo island ivory jasmine juniper lantern laurel lemon lotus
maple marble meadow nectar olive onyx orchid pearl pepper quartz raven saffron tulip walnut willow zephyr`.split(
    /\s+/,
  );

/**
 * @param bytes at least three bytes of a hash or a random source
 * @returns three words, e.g. `amber-heron-quartz`
 * @throws RangeError for fewer bytes
 */
export function checkPhrase(bytes: Uint8Array): string {
  if (bytes.length < 3) throw new RangeError('a check phrase needs three bytes');
  return Array.from(bytes.slice(0, 3), (byte) => WORDS[byte % WORDS.length]).join('-');
}

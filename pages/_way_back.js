/** Signing in leads to the first page; this leads on to the one that was asked for, in the same tab and once. */
const KEY = 'catalyst-atlas-way-back';

export default function ({data}) {
  if (data.is_outside) {
    sessionStorage.setItem(KEY, location.pathname + location.search);
    return;
  }
  const asked = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  // An address of ours only, and none that begins with two slashes, which would be another host's.
  // And only from the first page: whoever asks for another one by now means that one.
  const led = data.is_first && asked !== location.pathname + location.search;
  if (led && asked && /^\/(?![/\\])/.test(asked)) {
    location.replace(asked);
  }
}

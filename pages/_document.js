/** Says which language the page speaks, for those who have it read aloud. */
export default function ({data}) {
  document.documentElement.lang = data.language;
}

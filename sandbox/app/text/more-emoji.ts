/** Emoji that people reach for, besides those that the sandbox itself knows by name. */
export const MORE_EMOJI: Readonly<Record<string, string>> = {
  smile: '😄', grinning: '😀', joy: '😂', wink: '😉', blush: '😊', thinking_face: '🤔', neutral_face: '😐',
  sweat_smile: '😅', cry: '😢', scream: '😱', exploding_head: '🤯', sunglasses: '😎', heart: '❤️', broken_heart: '💔',
  clap: '👏', pray: '🙏', muscle: '💪', point_up: '☝️', point_right: '👉', raised_hands: '🙌', facepalm: '🤦',
  shrug: '🤷', star: '⭐', sparkles: '✨', bulb: '💡', boom: '💥', ghost: '👻', robot_face: '🤖', hundred: '💯',
  100: '💯', coffee: '☕', pizza: '🍕', cake: '🍰', beers: '🍻', palm_tree: '🌴', sunny: '☀️', umbrella: '☔',
  snowflake: '❄️', cyclone: '🌀', rainbow: '🌈', house: '🏠', office: '🏢', car: '🚗', airplane: '✈️', ship: '🚢', phone: '☎️',
  email: '📧', link: '🔗', pushpin: '📌', paperclip: '📎', clipboard: '📋', bar_chart: '📊',
  chart_with_downwards_trend: '📉', computer: '💻', floppy_disk: '💾', battery: '🔋', electric_plug: '🔌',
  unlock: '🔓', construction: '🚧', stop_sign: '🛑', heavy_plus_sign: '➕', arrow_up: '⬆️', arrow_down: '⬇️',
  arrow_right: '➡️', large_purple_circle: '🟣', green_circle: '🟢', checkered_flag: '🏁', trophy: '🏆',
}; // prettier-ignore

/** The page's script: plain JavaScript for the browser, served as it stands. */
export const PAGE_SCRIPT = `
const root = document.documentElement;
const main = document.querySelector('.main');
const { channel, user } = main.dataset;
const messages = document.getElementById('messages');
const sidebar = document.getElementById('sidebar');
const trouble = document.getElementById('trouble');
const form = document.querySelector('.composer form');
const replying = document.querySelector('.replying');
let revision = Number(main.dataset.revision);
let threadTs = '';
/** The HTML last drawn: an unchanged list keeps its open menus and its focus. */
let drawn = '';
/** Errors shown under messages, by ts; kept over redraws until the message is clicked again. */
const problems = new Map();

async function control(path, body) {
  const response = await fetch('/control/' + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channel, user, ...body }),
  });
  const answer = await response.json();
  return response.ok ? answer : { shown: answer.error };
}

const clock = (date) => date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** Slack's date tokens; the _pretty ones say today, yesterday and tomorrow. */
function slackDate(date, format) {
  const day = (style, year = 'numeric') => date.toLocaleDateString([], { ...style, year });
  const days = Math.round((new Date(date).setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / 86400000);
  const near = { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[days];
  const minutes = Math.round((Date.now() - date) / 60000);
  const tokens = {
    date_num: date.toISOString().slice(0, 10),
    date: day({ month: 'long', day: 'numeric' }),
    date_short: day({ month: 'short', day: 'numeric' }),
    date_long: day({ weekday: 'long', month: 'long', day: 'numeric' }),
    time: clock(date),
    time_secs: date.toLocaleTimeString(),
    ago: minutes < 1 ? 'just now' : minutes < 60 ? minutes + ' min ago' : Math.round(minutes / 60) + ' h ago',
  };
  return format.replace(/\\{(\\w+?)(_pretty)?\\}/g, (all, name, pretty) => (pretty && near) || tokens[name] || all);
}

function localTimes() {
  for (const time of document.querySelectorAll('time')) {
    const date = new Date(time.dateTime);
    time.textContent = time.dataset.format ? slackDate(date, time.dataset.format) : clock(date);
    time.title = date.toLocaleString();
  }
}

function showProblems() {
  for (const [ts, text] of problems) {
    const place = messages.querySelector('[data-ts="' + ts + '"] > .said > .problem');
    if (place) { place.textContent = '⚠ ' + text; place.hidden = false; }
  }
}

function showTrouble(text) {
  trouble.textContent = text ? '⚠ ' + text : '';
  trouble.hidden = !text;
}

/** What was last seen of each channel, for the bold ones in the sidebar. */
function markUnread() {
  const seen = JSON.parse(sessionStorage.getItem('seen') || '{}');
  for (const link of sidebar.querySelectorAll('a[data-revision]')) {
    const now = Number(link.dataset.revision);
    if (link.classList.contains('on')) seen[link.dataset.channel] = now;
    else link.classList.toggle('unread', now > (seen[link.dataset.channel] || 0));
  }
  sessionStorage.setItem('seen', JSON.stringify(seen));
}

function redraw(parts) {
  const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 80;
  sidebar.innerHTML = parts.sidebar;
  if (drawn !== parts.messages) messages.innerHTML = drawn = parts.messages;
  localTimes();
  showProblems();
  markUnread();
  if (atEnd) messages.scrollTop = messages.scrollHeight;
}

async function follow() {
  for (;;) {
    try {
      const query = new URLSearchParams({ channel, user, since: String(revision) });
      const response = await fetch('/page/changes?' + query);
      if (response.status === 404) return location.assign('/');
      const parts = await response.json();
      if (parts.revision !== revision) redraw(parts);
      revision = parts.revision;
      document.body.classList.remove('offline');
    } catch {
      document.body.classList.add('offline');
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

async function press(element, value) {
  if (element.dataset.confirm && !window.confirm(element.dataset.confirm)) return;
  if (element.dataset.url) window.open(element.dataset.url, '_blank', 'noopener');
  const { ts } = element.closest('.message').dataset;
  problems.delete(ts);
  element.disabled = true;
  const result = await control('click', {
    ts,
    action_id: element.dataset.action,
    block_id: element.dataset.block,
    ...(value === undefined ? {} : { value }),
  });
  element.disabled = false;
  if (result.shown) problems.set(ts, result.shown);
  showProblems();
}

messages.addEventListener('click', (event) => {
  const reply = event.target.closest('[data-reply]');
  if (reply) return replyTo(reply.dataset.reply);
  const button = event.target.closest('button[data-action]');
  if (!button) return;
  const menu = button.closest('details');
  if (menu) menu.open = false;
  press(button, button.dataset.value);
});

messages.addEventListener('change', (event) => {
  if (event.target.matches('select[data-action]')) press(event.target, event.target.value);
});

function replyTo(ts) {
  threadTs = ts;
  replying.hidden = ts === '';
  if (ts !== '') form.elements.text.focus();
}

if (form) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = form.elements.text.value.trim();
    if (text === '') return;
    form.elements.text.value = '';
    const command = /^(\\/[a-z0-9_-]+)\\s*([\\s\\S]*)$/.exec(text);
    const result = command
      ? await control('command', { command: command[1], text: command[2] })
      : await control('message', { text, ...(threadTs ? { thread_ts: threadTs } : {}) });
    showTrouble(result.shown || '');
    replyTo('');
  });
  replying.querySelector('button').addEventListener('click', () => replyTo(''));
}

document.querySelector('#user').addEventListener('change', (event) => {
  const url = new URL(location.href);
  url.searchParams.set('user', event.target.value);
  location.assign(url);
});

localTimes();
markUnread();
messages.scrollTop = messages.scrollHeight;
follow();
`;

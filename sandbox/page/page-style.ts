export const PAGE_STYLE = `
html, body { height: 100%; }
.frame { display: grid; grid-template: auto 1fr / 240px 1fr; height: 100vh; height: 100dvh; }
.top { grid-column: 1 / -1; display: flex; align-items: center; gap: .75rem; padding: .4rem 1rem; background: var(--side); color: #fff; }
.top b { font-size: 16px; flex: 1; }
.top label { font-size: 13px; color: var(--side-text); }
.top select { background: transparent; color: #fff; border-color: #ffffff55; font-size: 13px; }
.top select option { background: var(--panel); color: var(--text); }
.sidebar { background: var(--side); color: var(--side-text); overflow-y: auto; padding: .5rem; }
.sidebar h2 { font-size: 13px; font-weight: 600; margin: .8rem .6rem .2rem; opacity: .8; }
.sidebar a { display: block; padding: .22rem .6rem; border-radius: 6px; color: inherit; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.sidebar a:hover { background: #ffffff18; text-decoration: none; }
.sidebar a.on { background: var(--side-on); color: #fff; }
.sidebar a.unread { color: #fff; font-weight: 800; }
.sidebar a.archived { opacity: .55; font-style: italic; }
.sidebar .app-line { padding: .22rem .6rem; display: flex; gap: .4rem; align-items: baseline; }
.sidebar .dot { width: 8px; height: 8px; border-radius: 50%; background: #2bac76; display: inline-block; }
.sidebar .dot.off { background: none; border: 1px solid currentColor; }
.main { display: grid; grid-template-rows: auto 1fr auto; min-height: 0; min-width: 0; }
.head { padding: .6rem 1.25rem; border-bottom: 1px solid var(--line); }
.head h1 { font-size: 17px; margin: 0; }
.head p { margin: 0; font-size: 13px; color: var(--soft); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.messages { overflow-y: auto; padding: .75rem 0; }
.empty { color: var(--soft); padding: 0 1.25rem; }
.message { display: flex; flex-wrap: wrap; gap: 0 .6rem; padding: .4rem 1.25rem; }
.message:hover { background: var(--hover); }
.message.ephemeral { background: var(--note); }
.avatar { width: 36px; height: 36px; flex: none; border-radius: 8px; color: #fff; font-weight: 800; text-align: center; line-height: 36px; text-transform: uppercase; margin-top: 3px; }
.said { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.by { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem; min-height: 22px; }
.app-tag { font-size: 10px; font-weight: 700; background: var(--code-bg); color: var(--soft); border-radius: 3px; padding: 1px 4px; }
.by time, .only, .edited, .count { color: var(--soft); font-size: 12px; }
.reply-to { margin-left: auto; font: inherit; font-size: 12px; color: var(--link); background: none; border: 0; cursor: pointer; opacity: 0; padding: 0; }
.said:hover > .by .reply-to, .reply-to:focus-visible { opacity: 1; }
.thread { flex-basis: 100%; margin: .3rem 0 0 46px; padding-left: .6rem; border-left: 2px solid var(--line); }
.message.reply { padding: .3rem .25rem; }
.message.reply .avatar { width: 24px; height: 24px; line-height: 24px; font-size: 12px; border-radius: 6px; }
.b-header { font-size: 18px; line-height: 1.3; margin: .3rem 0; }
.b-section { display: flex; gap: 1rem; margin: .35rem 0; }
.b-main, .rich { flex: 1; min-width: 0; }
.b-fields { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .5rem 1rem; max-width: 600px; }
.b-main > div + .b-fields { margin-top: .4rem; }
.b-accessory img { width: 80px; border-radius: 8px; display: block; }
.b-context { display: flex; flex-wrap: wrap; align-items: center; gap: .2rem .6rem; margin: .35rem 0; font-size: 13px; color: var(--soft); }
.b-context img { width: 18px; height: 18px; border-radius: 3px; }
.b-actions { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0; }
.b-image { margin: .4rem 0; }
.b-image img { max-width: min(100%, 420px); border-radius: 8px; display: block; }
.b-image figcaption { font-size: 13px; margin-bottom: .2rem; }
.b-unknown { color: var(--soft); font-size: 13px; font-style: italic; }
hr { border: 0; border-top: 1px solid var(--line); margin: .6rem 0; }
.attachment { border-left: 4px solid; padding: .1rem 0 .1rem .75rem; margin: .3rem 0; border-radius: 4px; }
.mention { background: var(--mention); color: var(--link); border-radius: 3px; padding: 0 2px; }
code { background: var(--code-bg); color: var(--code); border: 1px solid var(--line); border-radius: 3px; padding: 1px 3px; }
pre { background: var(--code-bg); border: 1px solid var(--line); border-radius: 4px; padding: .5rem; margin: .3rem 0; font: 12px/1.5 Menlo, Consolas, monospace; white-space: pre-wrap; flex: 1; }
blockquote { border-left: 4px solid var(--line); margin: .15rem 0; padding-left: .75rem; }
.menu { position: relative; }
.menu summary { list-style: none; }
.menu summary::-webkit-details-marker { display: none; }
.menu-items { position: absolute; z-index: 2; left: 0; min-width: 180px; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 4px 16px #0003; padding: .3rem 0; }
.b-accessory .menu-items { left: auto; right: 0; }
.menu-items button { display: block; width: 100%; text-align: left; font: inherit; font-size: 14px; color: inherit; background: none; border: 0; padding: .35rem .8rem; cursor: pointer; }
.menu-items button:hover { background: var(--side-on); color: #fff; }
.problem, #trouble { background: var(--error); border-radius: 6px; padding: .35rem .7rem; margin: .4rem 0; font-size: 13px; }
#trouble { margin: 0 1.25rem .5rem; }
.composer { padding: .25rem 1.25rem 1rem; }
.composer form { display: flex; gap: .5rem; }
.composer input { flex: 1; min-width: 0; padding: .6rem .75rem; border-radius: 8px; }
.replying { font-size: 12px; color: var(--soft); margin-bottom: .3rem; }
.replying button { font: inherit; border: 0; background: none; color: var(--link); cursor: pointer; }
.closed { color: var(--soft); text-align: center; padding: .8rem; border-top: 1px solid var(--line); margin: 0; }
@media (max-width: 640px) {
  .frame { grid-template: auto auto 1fr / 1fr; }
  .top { padding: .4rem .75rem; }
  .sidebar { display: flex; gap: .25rem; overflow-x: auto; padding: .3rem .5rem; }
  .sidebar h2, .sidebar .app-line { display: none; }
  .sidebar a { flex: none; }
  .message { padding: .4rem .75rem; }
  .head, .composer { padding-left: .75rem; padding-right: .75rem; }
  .thread { margin-left: 12px; }
  .b-section { flex-wrap: wrap; }
  .b-fields { grid-template-columns: 1fr; }
  .reply-to { opacity: 1; }
}
`;

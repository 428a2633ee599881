import { Icon } from '../kit/Icon.js';
import { actAloud } from '../state/control.js';
import { guide, here } from '../state/store.js';

/** Things to set off, each with what to watch for. */
export function Guide() {
  const shown = guide.value;
  if (!shown) return null;
  const { plays, run, missing } = shown;
  const app = here.value?.apps[0];
  return (
    <>
      <p class="lead">
        Set something off and watch what the service makes of it.{' '}
        {app && (
          <a href={app.landing} target="_blank" rel="noopener">
            Its landing page
          </a>
        )}
      </p>
      {missing !== null && (
        <p class="note warn">
          <Icon name="alert" /> {missing}
        </p>
      )}
      <ol class="plays">
        {plays.map((play) => {
          const mine = run?.play === play.id ? run : null;
          return (
            <li key={play.id} class={mine?.running ? 'play running' : 'play'}>
              <div class="play-head">
                <h3>{play.title}</h3>
                <button
                  type="button"
                  class="button primary"
                  disabled={missing !== null || run?.running === true}
                  onClick={() => void actAloud('play', { play: play.id })}
                >
                  {mine?.running ? <span class="spinner" /> : <Icon name="play" size={12} />}
                  {mine?.running ? 'Running' : mine ? 'Again' : 'Start'}
                  <span class="unseen">: {play.title}</span>
                </button>
              </div>
              <p>{play.about}</p>
              <p class="watch">
                <b>Watch:</b> {play.watch}
              </p>
              {mine && (
                <div class="said" role="log" aria-label="What happens">
                  <ul>
                    {mine.said.map((line, index) => (
                      <li key={index}>{line}</li>
                    ))}
                    {mine.error !== null && <li class="bad">{mine.error}</li>}
                  </ul>
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

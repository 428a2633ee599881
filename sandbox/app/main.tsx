import { render } from 'preact';
import { App } from './frame/App.js';
import { connect } from './state/connection.js';
import './style/tokens.css';
import './style/kit.css';
import './style/frame.css';
import './style/messages.css';
import './style/blocks.css';
import './style/panel.css';

connect();
render(<App />, document.body);

import { Injectable } from '@nestjs/common'; // planted
import { clock } from '../../platform/clock.js'; // planted
import type { Severity } from '../../notifications/index.js'; // planted
import type { Approval } from '../approval.entity.js'; // planted

export const policy = (approval: Approval, severity: Severity) => [approval, severity, Injectable, clock];

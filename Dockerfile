# Build: everything that package-lock.json names, then plain tsc, then production dependencies only.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

# Run: the compiled program, its dependencies and the operator's command, as a user who owns none of it.
FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/bin ./bin
COPY --from=build /app/dist ./dist
USER node
EXPOSE 3000
# Every role answers health checks on PORT. Ready means: the database answers and the migrations have run.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Requests live shortly: with more room for what is new, less of it is copied before it dies. As in `npm start`.
CMD ["node", "--max-semi-space-size=32", "dist/src/main.js"]

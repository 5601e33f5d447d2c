# One image with server and web app. Built from the repository alone: docker compose build
FROM rust:1-bookworm AS server
WORKDIR /house
COPY Cargo.toml Cargo.lock clippy.toml rustfmt.toml ./
COPY .cargo .cargo
COPY backend backend
COPY scripts/rules scripts/rules
RUN cargo build --release --locked --package server
RUN rustup target add wasm32-unknown-unknown && scripts/rules

FROM node:22-bookworm-slim AS web
WORKDIR /house/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-progress
COPY openapi /house/openapi
COPY frontend ./
COPY --from=server /house/frontend/rules rules
RUN npm run build

FROM node:22-bookworm-slim AS fonts
WORKDIR /house
COPY scripts/fonts scripts/fonts.sha256 scripts/
RUN scripts/fonts

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/jiahe --create-home jiahe
COPY --from=server /house/target/release/jiahe /usr/local/bin/jiahe
COPY --from=web /house/frontend/dist /usr/share/jiahe/web
COPY --from=fonts /house/.cache/fonts /usr/share/jiahe/fonts
COPY scripts/container /usr/local/bin/jiahe-container
ENV JIAHE_BIND=0.0.0.0 \
    JIAHE_PORT=8080 \
    JIAHE_DATA_DIR=/var/lib/jiahe \
    JIAHE_WEB_DIR=/usr/share/jiahe/web \
    JIAHE_FONT_DIR=/usr/share/jiahe/fonts
USER jiahe
VOLUME /var/lib/jiahe
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["jiahe", "health"]
ENTRYPOINT ["jiahe-container"]
CMD ["serve"]

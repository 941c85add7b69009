"""Reliability diagrams as hand-written SVG: how often an answer is right against how sure it is."""
from xml.sax.saxutils import escape

SIZE, LEFT, TOP, GAP, BELOW = 260, 56, 44, 74, 78  # of a panel, and around it
COLOURS = ("#1b6ca8", "#c4501b")
STYLE = ("text{font-family:sans-serif;font-size:13px;fill:#222}.title{font-size:15px;font-weight:bold}"
         ".grid{stroke:#ddd}.frame{fill:none;stroke:#666}.ideal{stroke:#888;stroke-dasharray:5 4}")
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def text(x, y, words, anchor="middle", more=""):
    return '<text x="%.1f" y="%.1f" text-anchor="%s"%s>%s</text>' % (x, y, anchor, more, escape(words))


def line(x1, y1, x2, y2, kind):
    return '<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" class="%s"/>' % (x1, y1, x2, y2, kind)


def axes(x, y, title):
    out = [text(x + SIZE / 2, y - 16, title, more=' class="title"')]
    for tick in TICKS:
        at, level = x + tick * SIZE, y + (1 - tick) * SIZE
        out += [line(at, y, at, y + SIZE, "grid"), line(x, level, x + SIZE, level, "grid"),
                text(at, y + SIZE + 17, "%g" % tick), text(x - 7, level + 4, "%g" % tick, "end")]
    return out + [line(x, y + SIZE, x + SIZE, y, "ideal"),
                  '<rect x="%d" y="%d" width="%d" height="%d" class="frame"/>' % (x, y, SIZE, SIZE),
                  text(x + SIZE / 2, y + SIZE + 35, "probability of the answer"),
                  text(x - 42, y + SIZE / 2, "share right",
                       more=' transform="rotate(-90 %.1f %.1f)"' % (x - 42, y + SIZE / 2))]


def curve(x, y, points, colour):
    places = [(x + confidence * SIZE, y + (1 - right) * SIZE, n) for confidence, right, n in points]
    path = " ".join("%.1f,%.1f" % (across, down) for across, down, _ in places)
    return ['<polyline points="%s" fill="none" stroke="%s" stroke-width="1.5"/>' % (path, colour)] + [
        '<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"><title>%d answers</title></circle>' % (across, down, colour, n)
        for across, down, n in places]


def legend(x, y, name, points, colour):
    counts = [n for _, _, n in points]
    words = "%s: %d answers, %d to %d a point" % (name, sum(counts), min(counts), max(counts))
    return ['<circle cx="%.1f" cy="%.1f" r="4" fill="%s"/>' % (x, y - 4, colour), text(x + 10, y, words, "start")]


def reliability(panels):
    """panels: {title: {series: [(confidence, share right, count)]}} -> SVG"""
    width = LEFT + len(panels) * (SIZE + GAP)
    height = TOP + SIZE + BELOW
    out = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">' % ((width, height) * 2),
           "<style>%s</style>" % STYLE, '<rect width="100%" height="100%" fill="#fff"/>']
    for i, (title, series) in enumerate(panels.items()):
        x = LEFT + i * (SIZE + GAP)
        out += axes(x, TOP, title)
        for j, (name, points) in enumerate(series.items()):
            out += curve(x, TOP, points, COLOURS[j])
            out += legend(x, TOP + SIZE + 54 + 18 * j, name, points, COLOURS[j])
    return "\n".join(out + ["</svg>"]) + "\n"

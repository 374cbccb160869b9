// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "rasterizer.hpp"

#include "noise.hpp"
#include "parallel.hpp"

namespace gaze {

bool isCovered(const Patch& patch, float cover, const V3& texture)
{
    if (patch.material != HAIR || cover >= 1)
        return true;
    const float strand = 0.6f * noise(texture.x * 9, texture.y * 0.8f) + 0.4f * noise(texture.x * 23, texture.y * 1.7f);
    return cover > 0.5f + 0.75f * strand;
}

bool Rasterizer::alike(uint32_t a, uint32_t b, const Patch* const* patches) const
{
    if (a == b)
        return true;
    if (a == NOTHING || b == NOTHING || patchOf(a) != patchOf(b))
        return false;
    const Patch& patch = *patches[patchOf(a)];
    const Vertex& va = patch.vertices[size_t(patch.triangles[size_t(triangleOf(a))][0])];
    const Vertex& vb = patch.vertices[size_t(patch.triangles[size_t(triangleOf(b))][0])];
    return std::abs(va.inverseZ - vb.inverseZ) < 0.012f * va.inverseZ;
}

void Rasterizer::draw(const Patch* const* patches, int count, cv::Size frame)
{
    float left = 1e9f, top = 1e9f, right = -1e9f, bottom = -1e9f;
    for (int i = 0; i < count; ++i)
        if (patches[i]->used)
            for (const Vertex& vertex : patches[i]->vertices)
                if (vertex.inverseZ > 0)
                {
                    left = std::min(left, vertex.u);
                    right = std::max(right, vertex.u);
                    top = std::min(top, vertex.v);
                    bottom = std::max(bottom, vertex.v);
                }
    const auto pixel = [](float v, int size) { return int(std::min(std::max(std::floor(v), -1.f), float(size))); };
    const cv::Point first(pixel(left, frame.width), pixel(top, frame.height));
    const cv::Point last(pixel(right, frame.width) + 1, pixel(bottom, frame.height) + 1);
    covered = cv::Rect(cv::Point(), frame) & cv::Rect(first, last);
    names.resize(size_t(covered.area()) * PER_PIXEL);
    depths.resize(names.size());
    const int bandCount = (covered.height + BAND_ROWS - 1) / BAND_ROWS;
    sortIntoBands(patches, count, bandCount);
    cv::zoom::parallelFor(cv::Range(0, bandCount), [&](const cv::Range& range) {
        for (int band = range.start; band < range.end; ++band)
        {
            const int firstRow = band * BAND_ROWS, lastRow = std::min(firstRow + BAND_ROWS, covered.height);
            const ptrdiff_t rowPlaces = ptrdiff_t(covered.width) * PER_PIXEL;
            std::fill(names.begin() + firstRow * rowPlaces, names.begin() + lastRow * rowPlaces, NOTHING);
            std::fill(depths.begin() + firstRow * rowPlaces, depths.begin() + lastRow * rowPlaces, 0.f);
            drawBand(patches, bands[size_t(band)], covered.y + firstRow, covered.y + lastRow);
        }
    });
}

void Rasterizer::sortIntoBands(const Patch* const* patches, int count, int bandCount)
{
    if (bands.size() < size_t(bandCount))
        bands.resize(size_t(bandCount));
    for (std::vector<uint32_t>& band : bands)
        band.clear();
    const float leftEdge = float(covered.x), rightEdge = float(covered.x + covered.width);
    for (int i = 0; i < count; ++i)
    {
        const Patch& patch = *patches[i];
        if (!patch.used)
            continue;
        for (size_t t = 0; t < patch.triangles.size(); ++t)
        {
            const Vertex& a = patch.vertices[size_t(patch.triangles[t][0])];
            const Vertex& b = patch.vertices[size_t(patch.triangles[t][1])];
            const Vertex& c = patch.vertices[size_t(patch.triangles[t][2])];
            if (a.inverseZ <= 0 || b.inverseZ <= 0 || c.inverseZ <= 0)
                continue;
            const float area = (b.u - a.u) * (c.v - a.v) - (b.v - a.v) * (c.u - a.u);
            if (area == 0 || (area > 0 && !patch.twoSided)) // v goes down
                continue;
            if (std::max({a.u, b.u, c.u}) < leftEdge || std::min({a.u, b.u, c.u}) > rightEdge)
                continue;
            if (patch.material == HAIR && a.cover <= 0 && b.cover <= 0 && c.cover <= 0)
                continue;
            const float top = std::min({a.v, b.v, c.v}) - float(covered.y),
                        bottom = std::max({a.v, b.v, c.v}) - float(covered.y);
            if (bottom < 0 || top > float(covered.height))
                continue;
            const int first = int(std::max(top, 0.f)) / BAND_ROWS;
            const int last = std::min(int(std::min(bottom, 1e6f)) / BAND_ROWS, bandCount - 1);
            for (int band = first; band <= last; ++band)
                bands[size_t(band)].push_back(name(i, int(t)));
        }
    }
}

void Rasterizer::drawBand(const Patch* const* patches, const std::vector<uint32_t>& triangles, int firstRow,
                          int lastRow)
{
    for (const uint32_t triangle : triangles)
    {
        const Patch& patch = *patches[patchOf(triangle)];
        const std::array<int, 3>& corners = patch.triangles[size_t(triangleOf(triangle))];
        const Vertex& a = patch.vertices[size_t(corners[0])];
        const Vertex& b = patch.vertices[size_t(corners[1])];
        const Vertex& c = patch.vertices[size_t(corners[2])];
        // Places lie at quarters of a pixel: half steps of a lattice of twice the resolution.
        const auto lattice = [](float position) { return std::min(std::max(2 * position - 0.5f, -1e6f), 1e6f); };
        const int y0 = std::max(int(std::ceil(lattice(std::min({a.v, b.v, c.v})))), 2 * firstRow);
        const int y1 = std::min(int(std::floor(lattice(std::max({a.v, b.v, c.v})))), 2 * lastRow - 1);
        const int x0 = std::max(int(std::ceil(lattice(std::min({a.u, b.u, c.u})))), 2 * covered.x);
        const int x1 =
            std::min(int(std::floor(lattice(std::max({a.u, b.u, c.u})))), 2 * (covered.x + covered.width) - 1);
        if (x0 > x1 || y0 > y1)
            continue;
        const bool solid = patch.material != HAIR || (a.cover >= 1 && b.cover >= 1 && c.cover >= 1);
        const float scale = 1 / ((b.u - a.u) * (c.v - a.v) - (b.v - a.v) * (c.u - a.u));
        // Shares of the corners are linear in x; they are taken afresh for every row, so that bands do not matter.
        const float stepA = 0.5f * (b.v - c.v) * scale, stepB = 0.5f * (c.v - a.v) * scale;
        const float px = 0.5f * (float(x0) + 0.5f);
        for (int y = y0; y <= y1; ++y)
        {
            const float py = 0.5f * (float(y) + 0.5f);
            const float startA = ((b.u - px) * (c.v - py) - (b.v - py) * (c.u - px)) * scale;
            const float startB = ((c.u - px) * (a.v - py) - (c.v - py) * (a.u - px)) * scale;
            const size_t row = size_t((y >> 1) - covered.y) * size_t(covered.width);
            for (int x = x0; x <= x1; ++x)
            {
                const float wa = startA + float(x - x0) * stepA, wb = startB + float(x - x0) * stepB, wc = 1 - wa - wb;
                if (wa < 0 || wb < 0 || wc < 0)
                    continue;
                const float depth = wa * a.inverseZ + wb * b.inverseZ + wc * c.inverseZ;
                const size_t place = (row + size_t((x >> 1) - covered.x)) * PER_PIXEL + size_t((y & 1) * 2 + (x & 1));
                if (depth <= depths[place])
                    continue;
                if (!solid && !isCovered(patch, wa * a.cover + wb * b.cover + wc * c.cover,
                                         a.texture * wa + b.texture * wb + c.texture * wc))
                    continue;
                depths[place] = depth;
                names[place] = triangle;
            }
        }
    }
}

} // namespace gaze

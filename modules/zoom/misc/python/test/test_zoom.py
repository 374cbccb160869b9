#!/usr/bin/env python
'''
Saliency-driven zooming. Runs on cv2.zoom of an OpenCV that was built with the module, and on the stand-alone module
cv2_zoom: both have this interface. References are computed here, in double precision.
'''

from __future__ import print_function

import glob
import os
import signal
import sys
import threading
import unittest

import numpy as np
import cv2 as cv

try:
    zoom = cv.zoom
except AttributeError:
    import cv2_zoom as zoom

try:
    from tests_common import NewOpenCVTests
except ImportError:  # not in an OpenCV tree
    class NewOpenCVTests(unittest.TestCase):
        @staticmethod
        def bootstrap():
            unittest.main()

GENERATED = zoom.__name__.startswith('cv2.')  # by OpenCV's generator
MODELS = os.path.join(os.path.dirname(os.path.abspath(__file__)), *[os.pardir] * 5 + ['models'])

ERRORS = (cv.error, TypeError, SystemError)  # the last: OpenCV's generator, for a constructor that throws

INTERFACE = {
    'BlobParams': 'ddepth fullRange mean scale swapRB yuvMatrix',
    'DetectionSaliency': 'create estimate inputSize reset setDetections',
    'DnnSaliency': 'create estimate getParams inputSize reset setPreferable',
    'DnnSaliencyParams': 'inputSize logits mean scale swapRB',
    'FunctionSaliency': 'estimate inputSize reset',
    'GridParams': 'borderType gridSize maxMagnification minMagnification mode sigma uniformMix',
    'MixedSaliency': 'create estimate inputSize reset',
    'MotionSaliency': 'create estimate inputSize reset',
    'SaliencyEstimator': 'estimate inputSize reset',
    'SaliencySampler': 'apply applyPlanes applyPlanesToBlob applyToBlob create getEstimator getFallbacks getFrameRate '
                       'getGridParams getInterpolation getRGB getSaliency getSaliencyInterval getSceneCutThreshold '
                       'getSceneCuts getSmoothing getTransform getZoomedSize reset setFrameRate setGridParams '
                       'setInterpolation setRGB setSaliencyInterval setSceneCutThreshold setSmoothing setZoomedSize',
    'SpectralSaliency': 'create estimate inputSize reset',
    'StaticSaliency': 'create estimate inputSize reset',
    'ZoomTransform': 'coverage empty frameSize getGrid isCertified magnification maxMagnification minMagnification resized '
                     'toFramePoints toFrameRects toZoomedPoints toZoomedRects unzoom zoom zoomPlanes zoomedSize',
}
FUNCTIONS = ('FunctionSaliency_create boxesToSaliency drawGrid drawSaliency frameBoxes identityGrid massError '
             'registerDnnLayers saliencyToGrid saliencyToNodes zoomedBoxes').split()
CONSTANTS = {'GRID_ATTRACTION': 0, 'GRID_SEPARABLE': 1, 'GRID_TRANSPORT': 2, 'CHROMA_SITE_LEFT': 0, 'CHROMA_SITE_CENTER': 1,
             'CHROMA_SITE_TOP_LEFT': 2, 'YUV_BT601': 0, 'YUV_BT709': 1, 'YUV_BT2020': 2}


def gridParams(**fields):
    params = zoom.GridParams()
    for name, value in fields.items():
        setattr(params, name, value)
    return params


def blobs(rows=31, columns=31):
    '''A node-valued saliency with two hills, one of them narrow.'''
    y, x = np.mgrid[0:rows, 0:columns]
    x, y = x / (columns - 1.0), y / (rows - 1.0)
    hill = lambda cx, cy, s: np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * s * s))
    return (hill(0.3, 0.6, 0.08) + 0.5 * hill(0.8, 0.2, 0.15) + 0.02).astype(np.float32)


def texture(height, width, channels=3, seed=5):
    rng = np.random.RandomState(seed)
    coarse = rng.rand(max(height // 8, 2), max(width // 8, 2), channels).astype(np.float32)
    return cv.resize(coarse, (width, height), interpolation=cv.INTER_CUBIC).clip(0, 1).reshape(height, width, channels)


def attraction(saliency, sigma, border, separable):
    '''The published formula, summed as it is written: Gaussian windows on a padded map.'''
    S = saliency.astype(np.float64)
    rows, columns = S.shape
    radius = min(rows, columns) - 1
    spread = sigma * radius
    mode = 'reflect' if border == cv.BORDER_REFLECT_101 else 'edge'

    def kernel(n):
        d = np.arange(n)[:, None] - np.arange(-radius, n + radius)[None, :]
        return np.exp(-d ** 2 / (2 * spread ** 2)) * (abs(d) <= radius)

    def line(marginal, n):
        padded = np.pad(marginal, radius, mode)
        at = np.arange(-radius, n + radius) / (n - 1.0)
        return (kernel(n).dot(padded * at) / kernel(n).dot(padded)).clip(0, 1)

    if separable:
        u, v = np.meshgrid(line(S.sum(0), columns), line(S.sum(1), rows))
        return np.dstack([u, v])
    padded = np.pad(S, radius, mode)
    y, x = np.mgrid[-radius:rows + radius, -radius:columns + radius]
    window = lambda values: kernel(rows).dot(values).dot(kernel(columns).T)
    mass = window(padded)
    return np.dstack([window(padded * x / (columns - 1.0)) / mass, window(padded * y / (rows - 1.0)) / mass]).clip(0, 1)


def bilinear(values, x, y):
    '''Samples rows x columns x C at fractional indices; beyond the border the outermost values are repeated.'''
    rows, columns = values.shape[:2]
    x, y = np.clip(x, 0, columns - 1), np.clip(y, 0, rows - 1)
    j, i = np.minimum(x.astype(int), columns - 2), np.minimum(y.astype(int), rows - 2)
    fx, fy = (x - j)[..., None], (y - i)[..., None]
    V = values.astype(np.float64)
    return (V[i, j] * (1 - fx) + V[i, j + 1] * fx) * (1 - fy) + (V[i + 1, j] * (1 - fx) + V[i + 1, j + 1] * fx) * fy


def framePoints(grid, points, frameSize, zoomedSize):
    '''Where the grid has points (pixel centres) of the zoomed frame, in the frame.'''
    at = (points + 0.5) / zoomedSize * (np.array(grid.shape[1::-1]) - 1)
    return bilinear(grid, at[..., 0], at[..., 1]) * frameSize - 0.5


class zoom_test(NewOpenCVTests):

    def setUp(self):
        self.frameSize, self.zoomedSize = (320, 240), (96, 80)
        self.grid = zoom.saliencyToGrid(blobs())
        self.transform = zoom.ZoomTransform(self.grid, self.frameSize, self.zoomedSize)
        self.frame = (texture(240, 320) * 255).astype(np.uint8)

    def assertNear(self, expected, actual, tolerance):
        self.assertEqual(np.shape(expected), np.shape(actual))
        self.assertLessEqual(np.abs(np.asarray(expected, np.float64) - actual).max(), tolerance)

    def assertNames(self, pattern, function, *args, **kwargs):
        try:
            function(*args, **kwargs)
        except ERRORS as error:
            cause = getattr(error, '__cause__', None) or error
            # Not the whole text of a cv2.error, which has the names of file and function in it.
            self.assertIn(pattern, cause.err if isinstance(cause, cv.error) else str(cause))
        else:
            self.fail('no error')

    # ---- interface ----

    def test_has_the_interface_and_its_documentation(self):
        for name, members in INTERFACE.items():
            self.assertEqual([], [m for m in members.split() if not hasattr(getattr(zoom, name), m)], name)
        for name in FUNCTIONS:
            self.assertIn(name + '(', getattr(zoom, name).__doc__)
        for name, value in CONSTANTS.items():
            self.assertEqual(value, getattr(zoom, name))
        self.assertIn('zoomed', zoom.ZoomTransform.zoom.__doc__)
        self.assertTrue(issubclass(zoom.MotionSaliency, zoom.SaliencyEstimator))

    @unittest.skipIf(GENERATED, 'the text is that of the headers')
    def test_all_that_it_has_is_described(self):
        for name, members in INTERFACE.items():
            described = getattr(zoom, name)
            self.assertTrue(described.__doc__, name)
            for member in members.split():
                attribute = getattr(described, member)
                lines = [line for line in attribute.__doc__.splitlines() if line]
                self.assertGreater(len(lines), callable(attribute), name + '.' + member)  # more than its arguments
        for name in FUNCTIONS:
            self.assertGreater(len([line for line in getattr(zoom, name).__doc__.splitlines() if line]), 1, name)

    def test_params_keep_what_they_are_given(self):
        params = gridParams(mode=zoom.GRID_TRANSPORT, gridSize=(17, 9), sigma=0.25, borderType=cv.BORDER_REPLICATE,
                            uniformMix=0.5, minMagnification=0.5, maxMagnification=4.0)
        self.assertEqual((zoom.GRID_TRANSPORT, (17, 9), 0.25, cv.BORDER_REPLICATE, 0.5, 0.5, 4.0),
                         (params.mode, tuple(params.gridSize), params.sigma, params.borderType, params.uniformMix,
                          params.minMagnification, params.maxMagnification))
        blob = zoom.BlobParams()
        blob.mean = (1, 2, 3)
        self.assertEqual((1, 2, 3, 0), tuple(blob.mean))
        self.assertEqual((1, 1, 1, 1), tuple(blob.scale))

    # ---- grids ----

    def test_attraction_and_separable_grids_equal_the_formula(self):
        saliency = blobs(31, 51)
        for mode in (zoom.GRID_ATTRACTION, zoom.GRID_SEPARABLE):
            for border in (cv.BORDER_REFLECT_101, cv.BORDER_REPLICATE):
                for mix in (0.0, 0.3):
                    params = gridParams(mode=mode, gridSize=(51, 31), sigma=0.2, borderType=border, uniformMix=mix,
                                        minMagnification=0, maxMagnification=0)
                    mixed = (1 - mix) * saliency / saliency.sum(dtype=np.float64) + mix / saliency.size
                    expected = attraction(mixed, 0.2, border, mode == zoom.GRID_SEPARABLE)
                    self.assertNear(expected, zoom.saliencyToGrid(saliency, params=params), 1e-6)

    def test_grids_equal_those_of_the_published_implementations(self):
        folder = os.environ.get('ZOOM_GOLDEN', '')
        files = glob.glob(os.path.join(folder, '*.yml.gz')) if folder else []
        if not files and os.environ.get('CI') != 'true':
            self.skipTest('ZOOM_GOLDEN has no reference grids')
        self.assertGreater(len(files), 0)
        for name in files:
            store = cv.FileStorage(name, cv.FILE_STORAGE_READ)
            saliency, expected = store.getNode('saliency').mat(), store.getNode('grid').mat()
            separable = store.getNode('mode').string() == 'separable'
            replicate = store.getNode('border').string() == 'replicate'
            params = gridParams(mode=zoom.GRID_SEPARABLE if separable else zoom.GRID_ATTRACTION,
                                gridSize=saliency.shape[::-1], uniformMix=0, minMagnification=0, maxMagnification=0,
                                borderType=cv.BORDER_REPLICATE if replicate else cv.BORDER_REFLECT_101)
            self.assertNear(expected, zoom.saliencyToGrid(saliency, params=params), 1e-5)

    def test_transport_gives_every_cell_its_share(self):
        params = gridParams(mode=zoom.GRID_TRANSPORT)
        grid = zoom.saliencyToGrid(blobs(), params=params)
        mean, errors = zoom.massError(blobs(), grid, params=params)
        self.assertEqual((30, 30), errors.shape)
        self.assertAlmostEqual(np.abs(errors).mean(dtype=np.float64), mean, 6)
        self.assertLess(mean, 1e-3)
        self.assertGreater(zoom.massError(blobs(), zoom.identityGrid((31, 31)), params=params)[0], 0.1)

    def test_identity_grid_has_its_nodes_where_they_stand(self):
        grid = zoom.identityGrid((5, 3))
        u, v = np.meshgrid(np.linspace(0, 1, 5), np.linspace(0, 1, 3))
        self.assertNear(np.dstack([u, v]), grid, 1e-7)

    def test_nodes_are_sampled_from_pixel_centres(self):
        values = texture(24, 40, 1)[..., 0]
        at = np.linspace(0, 1, 31)
        x, y = np.meshgrid(at * 40 - 0.5, at * 24 - 0.5)
        self.assertNear(bilinear(values[..., None], x, y)[..., 0], zoom.saliencyToNodes(values, (31, 31)), 1e-6)

    def test_boxes_draw_the_saliency_to_them(self):
        saliency = zoom.boxesToSaliency(np.array([[200, 60, 40, 40]]), (320, 240), gridSize=(33, 25))  # int64, as numpy has it
        self.assertEqual((25, 33), saliency.shape)
        self.assertAlmostEqual(1, saliency.sum(dtype=np.float64), 5)
        y, x = np.mgrid[0:25, 0:33]
        self.assertAlmostEqual(220.0 / 320, (saliency * x).sum(dtype=np.float64) / 32, 3)
        self.assertAlmostEqual(80.0 / 240, (saliency * y).sum(dtype=np.float64) / 24, 3)

    def test_networks_of_cv2_may_hold_a_whole_chain(self):
        zoom.registerDnnLayers()
        zoom.registerDnnLayers()
        data = os.path.join(os.path.dirname(os.path.abspath(__file__)), *[os.pardir] * 3 + ['test', 'data'])
        network = cv.dnn.readNetFromONNX(os.path.join(data, 'zoom_chain.onnx'))
        frame = np.ascontiguousarray(texture(24, 32, 3).astype(np.float32).transpose(2, 0, 1)[None])
        network.setInput(frame)
        saliency, grid = (np.array(output) for output in network.forward(['map', 'grid']))
        params = gridParams(mode=zoom.GRID_SEPARABLE, borderType=cv.BORDER_REPLICATE, gridSize=(9, 7), sigma=0.25,
                            uniformMix=0.0625, minMagnification=0.5, maxMagnification=2)
        nodes = zoom.saliencyToNodes(saliency[0, 0], (9, 7))
        self.assertNear(zoom.saliencyToGrid(nodes, params=params), grid[0], 0)

    # ---- transform: images ----

    def test_linear_zoom_equals_bilinear_sampling(self):
        for channels in (1, 3, 4):
            frame = texture(240, 320, channels)
            x, y = np.meshgrid(np.arange(96), np.arange(80))
            at = framePoints(self.grid, np.dstack([x, y]), self.frameSize, self.zoomedSize)
            expected = bilinear(frame, at[..., 0], at[..., 1])
            zoomed = self.transform.zoom(frame, interpolation=cv.INTER_LINEAR)
            self.assertNear(expected.reshape(80, 96, channels), zoomed.reshape(80, 96, channels), 1e-5)

    def test_identity_zoom_is_a_resize(self):
        identity = zoom.ZoomTransform(zoom.identityGrid((31, 31)), (320, 240), (160, 120))
        zoomed = identity.zoom(self.frame)
        self.assertEqual(np.uint8, zoomed.dtype)
        self.assertNear(cv.resize(self.frame, (160, 120), interpolation=cv.INTER_AREA), zoomed, 1)

    def test_unzoom_brings_pictures_back(self):
        smooth = cv.GaussianBlur(texture(240, 320), (0, 0), 8)
        back = self.transform.unzoom(self.transform.zoom(smooth, interpolation=cv.INTER_LINEAR))
        self.assertEqual(smooth.shape, back.shape)
        self.assertNear(smooth[20:-20, 20:-20], back[20:-20, 20:-20], 0.05)
        self.assertLess(np.abs(smooth - back)[20:-20, 20:-20].mean(), 0.005)

    def test_planes_are_zoomed_one_by_one(self):
        luma, chroma = self.frame[..., 0], self.frame[::2, ::2, :2]
        planes = self.transform.zoomPlanes([luma, chroma])
        self.assertEqual([(80, 96), (40, 48, 2)], [plane.shape for plane in planes])
        self.assertNear(self.transform.zoom(np.ascontiguousarray(luma)), planes[0], 0)
        given = [np.zeros((80, 96), np.uint8), np.zeros((40, 48, 2), np.uint8)]
        again = self.transform.zoomPlanes([luma, chroma], given)
        for a, b, c in zip(planes, again, given):
            self.assertTrue(np.shares_memory(b, c))
            self.assertNear(a, c, 0)

    def test_views_of_arrays_are_zoomed_as_their_copies(self):
        big = np.zeros((260, 350, 3), np.uint8)
        big[10:250, 20:340] = self.frame
        views = {'region': big[10:250, 20:340], 'mirrored': self.frame[:, ::-1], 'channels': self.frame[..., ::-1],
                 'transposed': np.ascontiguousarray(self.frame.transpose(1, 0, 2)).transpose(1, 0, 2),
                 'one channel': self.frame[..., 1], 'repeated': np.broadcast_to(self.frame[:1], self.frame.shape)}
        for name, view in views.items():
            expected = self.transform.zoom(view.copy(order='C'))
            self.assertTrue(np.array_equal(expected, self.transform.zoom(view)), name)
        odd = np.frombuffer(b'x' + texture(240, 320).tobytes(), np.float32, offset=1).reshape(240, 320, 3)  # not aligned
        self.assertTrue(np.array_equal(self.transform.zoom(odd.copy()), self.transform.zoom(odd)))

    def test_results_are_written_where_the_caller_says(self):
        zoomed = np.zeros((80, 96, 3), np.uint8)
        result = self.transform.zoom(self.frame, zoomed)
        self.assertTrue(np.shares_memory(result, zoomed))
        self.assertNear(self.transform.zoom(self.frame), zoomed, 0)
        canvas = np.zeros((100, 120, 3), np.uint8)  # rows with gaps between them
        self.transform.zoom(self.frame, canvas[5:85, 7:103])
        self.assertNear(zoomed, canvas[5:85, 7:103], 0)
        self.assertEqual(int(zoomed.sum()), int(canvas.sum()))
        small = np.zeros((8, 8, 3), np.uint8)  # of another size: left alone
        self.assertEqual((80, 96, 3), self.transform.zoom(self.frame, small).shape)
        self.assertEqual(0, small.sum())

    def test_results_outlive_what_made_them(self):
        transform = zoom.ZoomTransform(self.grid, self.frameSize, self.zoomedSize)
        zoomed, grid = transform.zoom(self.frame), transform.getGrid()
        del transform
        self.assertNear(self.transform.zoom(self.frame), zoomed, 0)
        grid[:] = 0  # what a caller does with the copy is his own affair
        self.assertNear(self.grid, self.transform.getGrid(), 0)

    # ---- transform: points and boxes ----

    def test_points_follow_the_grid_and_come_back(self):
        rng = np.random.RandomState(3)
        points = rng.rand(500, 2) * (95, 79)
        inFrame, valid = self.transform.toFramePoints(points)
        self.assertNear(framePoints(self.grid, points, self.frameSize, self.zoomedSize), inFrame, 1e-6)
        self.assertTrue((valid == 255).all() and valid.shape == (500, 1))
        back, valid = self.transform.toZoomedPoints(inFrame)
        self.assertNear(points, back, 1e-6)
        self.assertTrue((valid == 255).all())
        _, valid = self.transform.toFramePoints(np.array([[-20.0, 10.0], [10.0, 10.0]]))
        self.assertEqual([0, 255], valid.ravel().tolist())
        vector = points.astype(np.float32).reshape(-1, 1, 2)  # as cv2 gives vectors of points
        self.assertEqual(((500, 1, 2), np.float32), (self.transform.toFramePoints(vector)[0].shape,
                                                    self.transform.toFramePoints(vector)[0].dtype))

    def test_boxes_come_back_and_rects_bound_them(self):
        boxes = np.array([[10, 10, 20, 12], [50.5, 40.25, 8, 9], [0, 0, 96, 80]], np.float64)
        inFrame = zoom.frameBoxes(self.transform, boxes)
        self.assertEqual(((3, 4), np.float64), (inFrame.shape, inFrame.dtype))
        self.assertNear(boxes, zoom.zoomedBoxes(self.transform, inFrame), 1e-5)
        rects = self.transform.toFrameRects(boxes)
        self.assertTrue((rects[:, :2] <= inFrame[:, :2] + 1e-6).all())
        self.assertTrue((rects[:, :2] + rects[:, 2:] >= inFrame[:, :2] + inFrame[:, 2:] - 1e-6).all())
        again = self.transform.toZoomedRects(rects)
        self.assertTrue((again[:, :2] <= boxes[:, :2] + 1e-6).all())
        self.assertNear([0, 0, 320, 240], inFrame[2], 1e-3)

    def test_transform_tells_about_itself(self):
        t = self.transform
        self.assertEqual(((320, 240), (96, 80), False, True),
                         (tuple(t.frameSize()), tuple(t.zoomedSize()), t.empty(), t.isCertified()))
        self.assertTrue(zoom.ZoomTransform().empty())
        self.assertAlmostEqual(1, t.coverage(), 4)
        magnification = t.magnification()
        self.assertEqual((80, 96), magnification.shape)
        self.assertLessEqual(t.minMagnification(), magnification.min() + 1e-4)
        self.assertGreaterEqual(t.maxMagnification(), magnification.max() - 1e-4)
        resized = t.resized((640, 480), (48, 40))
        self.assertEqual(((640, 480), (48, 40)), (tuple(resized.frameSize()), tuple(resized.zoomedSize())))
        self.assertNear(t.getGrid(), resized.getGrid(), 0)

    def test_drawing_is_done_in_place(self):
        for draw in (lambda image: zoom.drawGrid(image, self.transform, (255, 0, 0), step=5),
                     lambda image: zoom.drawSaliency(image, blobs())):
            image = np.zeros((120, 160, 3), np.uint8)
            result = draw(image)
            self.assertGreater(image.sum(), 0)
            self.assertTrue(np.shares_memory(image, result))

    # ---- estimators ----

    def test_estimators_give_maps(self):
        lowRes = cv.resize(self.frame, (64, 64), interpolation=cv.INTER_AREA)
        spectral = zoom.SpectralSaliency.create((64, 64))
        self.assertEqual((64, 64), tuple(spectral.inputSize()))
        saliency = spectral.estimate(lowRes, -1)
        self.assertEqual(((64, 64), np.float32), (saliency.shape, saliency.dtype))

        motion = zoom.MotionSaliency.create((64, 64))
        self.assertEqual(0, motion.estimate(lowRes, 0).sum())
        moved = lowRes.copy()
        moved[10:20, 30:40] = 255 - moved[10:20, 30:40]
        saliency = motion.estimate(moved, 0.04)
        self.assertGreater(saliency[10:20, 30:40].sum(), 0.7 * saliency.sum())
        motion.reset()
        self.assertEqual(0, motion.estimate(moved, 0.08).sum())

        prior = blobs()
        static = zoom.StaticSaliency.create(prior)
        prior[:] = 7
        self.assertNear(blobs(), static.estimate(None, -1), 0)

        detections = zoom.DetectionSaliency.create((20, 10))
        detections.setDetections(np.array([[80, 10, 10, 10]], np.float32), (200, 100))
        saliency = detections.estimate(None, -1)
        self.assertEqual((1, 8), divmod(int(saliency.argmax()), 20))

        ones = zoom.StaticSaliency.create(np.ones((31, 31), np.float32))
        mixed = zoom.MixedSaliency.create([static, ones], [1, 3]).estimate(None, -1)
        expected = 0.25 * blobs() / blobs().sum(dtype=np.float64) + 0.75 / 961
        self.assertNear(expected, mixed, 1e-7)

    def test_a_function_is_an_estimator(self):
        seen = []

        def bright(lowRes, timestamp):
            seen.append((lowRes, timestamp))
            return lowRes.max(axis=2).astype(np.float64)

        estimator = zoom.FunctionSaliency_create(bright, (40, 30))
        self.assertEqual((40, 30), tuple(estimator.inputSize()))
        lowRes = cv.resize(self.frame, (40, 30))
        saliency = estimator.estimate(lowRes, 2.5)
        self.assertEqual(np.float32, saliency.dtype)
        self.assertNear(lowRes.max(axis=2), saliency, 0)
        self.assertEqual(2.5, seen[0][1])
        expected = lowRes.copy()
        lowRes[:] = 0
        self.assertNear(expected, seen[0][0], 0)  # it was given a copy

        blind = zoom.FunctionSaliency_create(lambda lowRes, timestamp: np.full((4, 4), lowRes is None, np.float32))
        self.assertNear(np.ones((4, 4)), blind.estimate(None, -1), 0)

    def test_networks_are_read_from_files_and_from_bytes(self):
        params = zoom.DnnSaliencyParams()
        params.inputSize, params.logits = (248, 248), False
        path = os.path.join(MODELS, 'contrast.onnx')
        content = np.fromfile(path, np.uint8)
        given = [path, content, content[::-1].copy()[::-1]]  # the last in the same order, but not in memory
        if not GENERATED:
            given += [content.tobytes(), bytearray(content.tobytes())]
        frame = cv.resize(self.frame, (248, 248))
        expected = zoom.DnnSaliency.create(path, params).estimate(frame, -1)
        self.assertGreater(expected.max(), 1.5 * expected.mean(dtype=np.float64))
        for onnx in given:
            network = zoom.DnnSaliency.create(onnx, params)
            self.assertNear(expected, network.estimate(frame, -1), 0)
            self.assertEqual((248, 248), tuple(network.inputSize()))
            self.assertEqual(((248, 248), False), (tuple(network.getParams().inputSize), network.getParams().logits))
        self.assertRaises(ERRORS, zoom.DnnSaliency.create, content[:100], params)
        if not GENERATED:
            self.assertRaises(TypeError, zoom.DnnSaliency.create, content.astype(np.float64), params)

    def test_a_function_that_fails_says_how(self):
        estimate = lambda function: zoom.FunctionSaliency_create(function).estimate(None, -1)
        self.assertNames('ZeroDivisionError: ', estimate, lambda lowRes, timestamp: 1 // 0)
        self.assertNames('what the function gave', estimate, lambda lowRes, timestamp: 'bright')
        self.assertNames('what the function gave', estimate, lambda lowRes, timestamp: None)
        self.assertNames('what the function gave', estimate, lambda lowRes, timestamp: -np.ones((3, 3)))
        self.assertRaises(ERRORS, zoom.FunctionSaliency_create, 'bright')

    # ---- sampler ----

    def sampler(self, **grid):
        return zoom.SaliencySampler.create(zoom.SpectralSaliency.create((64, 64)), self.zoomedSize, gridParams(**grid))

    def test_sampler_zooms_frames_as_its_transform_says(self):
        sampler = self.sampler(mode=zoom.GRID_SEPARABLE)
        self.assertTrue(sampler.getTransform().empty())
        self.assertIsNone(sampler.getSaliency())
        zoomed = sampler.apply(self.frame)
        transform = sampler.getTransform()
        self.assertNear(transform.zoom(self.frame), zoomed, 0)
        self.assertEqual(zoom.GRID_SEPARABLE, sampler.getGridParams().mode)
        self.assertGreater(transform.maxMagnification(), 1.2)
        self.assertAlmostEqual(1, sampler.getSaliency().sum(dtype=np.float64), 5)
        self.assertNear(zoom.saliencyToGrid(sampler.getSaliency(), params=sampler.getGridParams()), transform.getGrid(), 1e-6)

    def test_sampler_reads_a_model(self):
        sampler = zoom.SaliencySampler.create(os.path.join(MODELS, 'contrast.yaml'), self.zoomedSize)
        self.assertEqual(((80, 96, 3), 0), (sampler.apply(self.frame).shape, sampler.getFallbacks()))
        self.assertEqual((248, 248), tuple(sampler.getEstimator().inputSize()))
        self.assertAlmostEqual(0.3, sampler.getSmoothing())
        self.assertGreater(sampler.getTransform().maxMagnification(), 1.05)

    def test_sampler_keeps_its_settings(self):
        sampler = self.sampler()
        for name, value in (('Interpolation', cv.INTER_LINEAR), ('Smoothing', 0.5), ('FrameRate', 25.0),
                            ('SaliencyInterval', 3), ('SceneCutThreshold', 10.0), ('RGB', True), ('ZoomedSize', (64, 48))):
            getattr(sampler, 'set' + name)(value)
            self.assertEqual(value, getattr(sampler, 'get' + name)())
        self.assertEqual((48, 64, 3), sampler.apply(self.frame).shape)
        self.assertEqual((64, 64), tuple(sampler.getEstimator().inputSize()))

    def test_sampler_fills_a_networks_input(self):
        frames = [self.frame, self.frame[::-1].copy()]
        params = zoom.BlobParams()
        params.mean, params.scale, params.swapRB = (10, 20, 30), (0.5, 0.25, 0.125), True
        blob, transforms = self.sampler().applyToBlob(frames, params=params)
        self.assertEqual(((2, 3, 80, 96), np.float32, 2), (blob.shape, blob.dtype, len(transforms)))
        for frame, transform, values in zip(frames, transforms, blob):
            rgb = transform.zoom(frame)[..., ::-1].astype(np.float64)
            self.assertNear(((rgb - (10, 20, 30)) * (0.5, 0.25, 0.125)).transpose(2, 0, 1), values, 1e-4)
        given = np.zeros((2, 3, 80, 96), np.float32)
        self.assertTrue(np.shares_memory(given, self.sampler().applyToBlob(frames, given, params)[0]))
        self.assertNear(blob, given, 0)

    def test_sampler_takes_planes(self):
        planes = [self.frame[..., 0].copy(), np.full((120, 160, 2), 128, np.uint8)]
        sampler = self.sampler()
        luma, chroma = sampler.applyPlanes(planes)
        self.assertNear(sampler.getTransform().zoom(planes[0]), luma, 0)
        self.assertEqual((40, 48, 2), chroma.shape)
        params = zoom.BlobParams()
        params.fullRange = True
        blob = self.sampler().applyPlanesToBlob(planes, params=params)
        self.assertEqual((1, 3, 80, 96), blob.shape)
        self.assertNear(np.array([luma] * 3, np.float64)[None], blob, 1)  # grey

    def test_sampler_samples_uniformly_where_the_function_fails(self):
        def fails(lowRes, timestamp):
            raise ValueError('not today')
        sampler = zoom.SaliencySampler.create(zoom.FunctionSaliency_create(fails, (32, 24)), (160, 120))
        zoomed = sampler.apply(self.frame)
        self.assertEqual(1, sampler.getFallbacks())
        self.assertNear(cv.resize(self.frame, (160, 120), interpolation=cv.INTER_AREA), zoomed, 1)

    def test_an_interrupt_in_a_function_reaches_the_caller(self):
        def interrupted(lowRes, timestamp):
            raise KeyboardInterrupt
        sampler = zoom.SaliencySampler.create(zoom.FunctionSaliency_create(interrupted), self.zoomedSize)
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            with self.assertRaises(KeyboardInterrupt):
                sampler.apply(self.frame)
                self.fail('not interrupted')
        finally:
            signal.signal(signal.SIGINT, before)

    def test_sampler_zooms_where_the_function_says(self):
        def right(lowRes, timestamp):
            saliency = np.full(lowRes.shape[:2], 0.05, np.float32)
            saliency[:, -8:] = 1
            return saliency
        sampler = zoom.SaliencySampler.create(zoom.FunctionSaliency_create(right, (32, 24)), self.zoomedSize)
        sampler.apply(self.frame)
        magnification = sampler.getTransform().magnification()
        self.assertGreater(magnification[40, 80], 1.3 * magnification[40, 10])
        self.assertEqual(0, sampler.getFallbacks())

    # ---- bad input ----

    def test_errors_name_the_argument(self):
        negative = blobs()
        negative[3, 4] = -1
        self.assertNames('saliency', zoom.saliencyToGrid, negative)
        self.assertNames('saliency', zoom.saliencyToGrid, 'map')
        self.assertNames('saliency', zoom.saliencyToGrid, None)
        self.assertNames('saliency', zoom.saliencyToGrid, np.ones((31, 31), np.complex64))
        self.assertNames('sigma', zoom.saliencyToGrid, blobs(), params=gridParams(sigma=-1))
        self.assertNames('gridSize', zoom.identityGrid, (1, 1))
        self.assertNames('grid', zoom.ZoomTransform, np.zeros((31, 31), np.float32), (8, 8), (4, 4))
        self.assertNames('frame', self.transform.zoom, self.frame[:100])
        self.assertNames('interpolation', self.transform.zoom, self.frame, interpolation=77)
        self.assertNames('planes', self.transform.zoomPlanes, [self.frame[..., 0]])
        self.assertNames('3x2 of type CV_64FC1', zoom.frameBoxes, self.transform, np.zeros((2, 3)))
        self.assertNames('lowRes', zoom.SpectralSaliency.create((64, 64)).estimate, np.zeros((8, 8, 3), np.uint8), -1)
        self.assertNames('no_such_model', zoom.SaliencySampler.create, 'no_such_model.yaml', (8, 8))
        self.assertRaises(ERRORS, self.transform.zoom)
        self.assertRaises(ERRORS, zoom.identityGrid, (3.5, 4))
        mirrored = np.zeros((80, 96, 3), np.uint8)[:, ::-1]
        self.assertNames('zoomed', self.transform.zoom, self.frame, mirrored)
        try:
            zoom.saliencyToGrid(negative)
        except cv.error as error:
            self.assertEqual(cv.Error.StsOutOfRange, error.code)
            self.assertIn('row 3, column 4', error.err)

    @unittest.skipIf(GENERATED, 'cv2 writes into them')
    def test_read_only_outputs_are_refused(self):
        readOnly = np.zeros((80, 96, 3), np.uint8)
        readOnly.flags.writeable = False
        self.assertNames('zoomed cannot be written in place: the array is read-only', self.transform.zoom, self.frame, readOnly)
        self.assertEqual(0, readOnly.sum())

    @unittest.skipIf(GENERATED, 'cv2 reads them as if they were its own')
    def test_elements_that_opencv_has_no_name_for_are_refused(self):
        for dtype in ('>u2', bool, np.uint32, 'S1'):
            self.assertNames('frame', self.transform.zoom, self.frame.astype(dtype))

    # ---- threads ----

    def test_a_transform_serves_several_threads(self):
        expected = self.transform.zoom(self.frame)
        wrong = []

        def work():
            for _ in range(20):
                if not np.array_equal(expected, self.transform.zoom(self.frame)):
                    wrong.append(1)
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([], wrong)

    def test_samplers_with_functions_run_in_several_threads(self):
        failures = []

        def work(seed):
            frame = (texture(240, 320, seed=seed) * 255).astype(np.uint8)
            function = lambda lowRes, timestamp: lowRes[..., 0].astype(np.float32) + 1
            sampler = zoom.SaliencySampler.create(zoom.FunctionSaliency_create(function, (32, 24)), self.zoomedSize)
            for _ in range(20):
                sampler.apply(frame)
            failures.append(sampler.getFallbacks())
        threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([0] * 4, failures)

    def test_other_threads_go_on_during_a_call(self):
        frame = np.zeros((1080, 1920, 3), np.uint8)
        transform = zoom.ZoomTransform(self.grid, (1920, 1080), (640, 360))
        called, seen = threading.Event(), []

        def other():
            called.wait()
            seen.append(1)
        thread = threading.Thread(target=other)
        thread.start()
        interval = sys.getswitchinterval()
        sys.setswitchinterval(1000)  # from here on the other thread only runs when a call lets it
        try:
            called.set()
            for _ in range(500):
                transform.zoom(frame)
                if seen:
                    break
            during = len(seen)
        finally:
            sys.setswitchinterval(interval)
        thread.join()
        self.assertEqual(1, during)


if __name__ == '__main__':
    NewOpenCVTests.bootstrap()
